import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { FIELDS } from "../../../src/settings/schema";
import { parseSettings, SETTINGS_VERSION } from "../../../src/settings/settings";
import { FIELD_TEXTS } from "./field-texts";
import { withTables } from "./settings-page";

const PAGE = fileURLToPath(new URL("../../../docs/settings.md", import.meta.url));

describe("docs/settings.md", () => {
	test("tells every field as the table has it (UPDATE_GOLDEN=1 writes it)", () => {
		const page = readFileSync(PAGE, "utf8");
		const expected = withTables(page);
		if (process.env["UPDATE_GOLDEN"]) writeFileSync(PAGE, expected);
		else expect(page).toBe(expected);
	});

	test("has its words for the fields that there are", () => {
		expect(Object.keys(FIELD_TEXTS)).toEqual(FIELDS.map(({ section, name }) => `${section}.${name}`));
	});

	test("has examples that will do", () => {
		const examples = [...readFileSync(PAGE, "utf8").matchAll(/```json\n(.*?)```/gs)].map(
			([, text = ""]) => text,
		);
		expect(examples).not.toEqual([]);
		for (const text of examples) expect(parseSettings(text)).toHaveProperty("settings");
	});
});

/** A document that is right but for one field. */
function documentWith(section: string, name: string, value: unknown): string {
	const [group = "", inner] = section.split(".");
	const part = { [name]: value };
	const network = [{ ssid: "home", ...part }];
	const content = { networks: { networks: network }, pins: { pins: part } }[inner ?? ""] ?? part;
	const mqtt = { host: "broker", ...(group === "mqtt" && part) };
	return JSON.stringify({ version: SETTINGS_VERSION, [group]: content, mqtt });
}

describe.each(FIELDS.map((field) => [`${field.section}.${field.name}`, field] as const))(
	"%s",
	(_name, field) => {
		const place = `${field.section}.${field.name}`.replace("networks", "networks.0");
		const errors = (value: unknown) => {
			const result = parseSettings(documentWith(field.section, field.name, value));
			return "errors" in result ? result.errors : [];
		};

		test("is refused by its name and a sentence when it is something else", () => {
			const { rule } = field;
			const above =
				rule.type === "number" ? [rule.min - 1, rule.max + 1, String(rule.min)] : ["x".repeat(9999)];
			for (const value of [{}, [], "", 1e99, ...above]) {
				if (field.rule.type === "choice" && field.rule.of.includes(value as never)) continue;
				const complaint = { field: place, message: expect.stringMatching(/^must (be|not be) .+/) };
				expect(errors(value)).toContainEqual(complaint);
			}
		});

		test("is valid by its own default, and may be null for left out", () => {
			if (field.fallback !== undefined) expect(errors(field.fallback)).toEqual([]);
			if (field.required === undefined) expect(errors(null)).toEqual([]);
		});
	},
);
