import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ADMIN_PASSWORD } from "../../../../src/portal/settings-routes";
import type { Field, FieldRule } from "../../../../src/settings/field";
import { PASSPHRASE } from "../../../../src/settings/passphrase-file";
import { FIELDS } from "../../../../src/settings/schema";
import { type PageField, pageFields } from "../../../helpers/page-fields";

/** Those that the page finds out or makes by itself. */
const NOT_ASKED = ["wifi.networks.hidden", "device.admin"];
/** Those that are no settings. */
const OTHERS = ["device.adminPassword", "x.phrase"];

const onPage = await pageFields();
/** As the page names it: the fields of one network. */
const nameOf = ({ section, name }: Field) => `${section}.${name}`.replace("wifi.networks", "wifi");
const asked = FIELDS.filter((field) => !NOT_ASKED.includes(`${field.section}.${field.name}`));

/** Of what kind the control of a rule may be. */
const TYPES: Readonly<Record<FieldRule["type"], readonly (string | undefined)[]>> = {
	text: [undefined, "password"],
	pem: ["pem"],
	number: ["number"],
	choice: ["choice", "check"],
};

/** What may be chosen. */
function choicesOf({ type, of = [] }: PageField): readonly unknown[] {
	if (type === "check") return [false, true];
	return of.map(([value]) => value).filter((value) => value !== undefined);
}

/** What is chosen or stands there to begin with. */
function beginningOf({ type, value, of = [] }: PageField): unknown {
	return value ?? (type === "check" ? false : of[0]?.[0]);
}

test("the page has every field of the settings, and no other", () => {
	expect([...onPage.keys()].sort()).toEqual([...asked.map(nameOf), ...OTHERS].sort());
});

describe.each(asked.map((field) => [nameOf(field), field] as const))("%s", (name, field) => {
	const { rule, fallback, secret } = field;
	const control = onPage.get(name) ?? { name };

	test("is entered as what it is", () => {
		expect(TYPES[rule.type]).toContain(control.type);
		if (rule.type === "text") expect(control.type === "password").toBe(secret === true);
	});

	test("begins as the device takes it when it is left out", () => {
		const without = control.type === "check" ? false : undefined;
		expect(beginningOf(control)).toBe(fallback ?? without);
	});

	test("may be what the device takes, and nothing else", () => {
		const { min, max, pattern } = control.is ?? {};
		if (rule.type === "number") expect([min, max]).toEqual([rule.min, rule.max]);
		if (rule.type === "choice") expect([...choicesOf(control)].sort()).toEqual([...rule.of].sort());
		if (rule.type !== "text" || pattern === undefined) return;
		const isLetThrough = (text: string) => new RegExp(`^(?:${pattern})$`, "v").test(text);
		if (rule.hint.includes("192.168.")) {
			// The device alone knows that no number is above 255.
			fc.assert(fc.property(fc.ipV4(), isLetThrough));
			return;
		}
		const good = rule.pattern?.() ?? /$./;
		fc.assert(fc.property(fc.stringMatching(good), isLetThrough));
		fc.assert(fc.property(fc.stringMatching(new RegExp(`^${pattern}$`)), (text) => good.test(text)));
	});
});

test.each([
	["device.adminPassword", ADMIN_PASSWORD],
	["x.phrase", PASSPHRASE],
])("%s is as long as the device wants it", (name, { shortest, longest }) => {
	expect(onPage.get(name)?.is?.pattern).toBe(`.{${shortest},${longest}}`);
});
