import { jsonText } from "../json";
import type { Field } from "../settings/field";
import { FIELDS } from "../settings/schema";
import { SETTINGS_VERSION } from "../settings/settings";

/** Names and values in the order in which they came; a name may come twice. */
export type FormEntries = readonly (readonly [name: string, value: string])[];

/** More entries than any form of ours has fields. */
const MOST_ENTRIES = 64;

function decode(text: string): string {
	return decodeURIComponent(text.replaceAll("+", " "));
}

/**
 * Reads application/x-www-form-urlencoded (WHATWG URL, 5.1).
 *
 * @returns `undefined` when it has too many entries or is not percent-encoded UTF-8.
 */
export function parseForm(body: string): FormEntries | undefined {
	const pairs = body.split("&", MOST_ENTRIES + 1).filter((pair) => pair !== "");
	if (pairs.length > MOST_ENTRIES) return undefined;
	try {
		return pairs.map((pair) => {
			const [name = "", ...value] = pair.split("=");
			return [decode(name), decode(value.join("="))];
		});
	} catch {
		return undefined;
	}
}

/** The field of the settings with a name such as `mqtt.port`. */
export function fieldNamed(name: string): Field | undefined {
	return FIELDS.find((field) => `${field.section}.${field.name}` === name);
}

/** The value that a person means; what makes no sense stays text, for the settings to refuse. */
function settingOf(name: string, text: string): unknown {
	const { rule, secret } = fieldNamed(name) ?? {};
	// Blanks around a pasted name or certificate are never meant; in a password they may be.
	const entered = secret ? text : text.replaceAll("\r\n", "\n").trim();
	if (entered === "") return undefined;
	if (rule?.type === "number" && /^\d{1,9}$/.test(entered)) return Number(entered);
	if (rule?.type === "choice") return rule.of.find((choice) => String(choice) === entered) ?? entered;
	return entered;
}

/** The settings document, as JSON text, that a form with names such as `mqtt.port` describes. */
export function documentOf(entries: FormEntries): string {
	const sections = new Map<string, [string, unknown][]>();
	for (const [name, text] of entries) {
		const value = settingOf(name, text);
		if (value === undefined) continue;
		const [section = "", ...rest] = name.split(".");
		sections.set(section, [...(sections.get(section) ?? []), [rest.join("."), value]]);
	}
	const content = [...sections].map(([section, fields]) => [section, Object.fromEntries(fields)]);
	return jsonText({ ...Object.fromEntries(content), version: SETTINGS_VERSION });
}
