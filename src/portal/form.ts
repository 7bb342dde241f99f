import { deepFreeze } from "../deep-freeze";

/** Names and values in the order in which they came; a name may come twice. */
type FormEntries = readonly (readonly [name: string, value: string])[];

/** More entries than the form has fields. */
const MOST_ENTRIES = 32;

/** How a field is read. */
type Kind = "text" | "secret" | "number";

/** The fields of the form without JavaScript. */
export const FORM_FIELDS: Readonly<Record<string, Kind>> = deepFreeze({
	"wifi.ssid": "text",
	"wifi.password": "secret",
	"mqtt.host": "text",
	"mqtt.port": "number",
	"mqtt.user": "text",
	"mqtt.password": "secret",
	"mqtt.ca": "text",
	"car.bus": "text",
	"device.admin-password": "secret",
});

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

/** What a person means; what makes no sense stays text, for the settings to refuse. */
function entered(kind: Kind, text: string): string | number | undefined {
	// Blanks around a pasted name or certificate are never meant; in a password they may be.
	const value = kind === "secret" ? text : text.replaceAll("\r\n", "\n").trim();
	if (value === "") return undefined;
	return kind === "number" && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** The changes of the settings that the form means; fields that it does not have are left out. */
export function changesOf(entries: FormEntries): Readonly<Record<string, unknown>> {
	const found = new Map<string, string | number>();
	for (const [name, text] of entries) {
		const kind = Object.hasOwn(FORM_FIELDS, name) ? FORM_FIELDS[name] : undefined;
		const value = kind && entered(kind, text);
		if (value !== undefined) found.set(name, value);
	}
	const section = (name: string, ...fields: readonly string[]) => {
		const known = fields.filter((field) => found.has(`${name}.${field}`));
		return Object.fromEntries(known.map((field) => [field, found.get(`${name}.${field}`)]));
	};
	const password = found.get("device.admin-password");
	const mqtt = section("mqtt", "host", "port", "user", "password", "ca");
	return {
		...(found.has("wifi.ssid") && { wifi: { networks: [section("wifi", "ssid", "password")] } }),
		// Who names no broker wants none.
		mqtt: "host" in mqtt ? mqtt : { ...mqtt, enabled: false },
		...(found.has("car.bus") && { car: section("car", "bus") }),
		...(password !== undefined && { device: { adminPassword: password } }),
	};
}
