import { utf8Length } from "../utf8";
import { isPem, type PemContent } from "./pem";

/** What one field of the settings may hold. */
export type FieldRule =
	| {
			readonly type: "text";
			/** Makes the expression when it is needed, see `docs/footprint.md`, Regular expressions. */
			readonly pattern?: () => RegExp;
			/** In characters as JavaScript counts them. */
			readonly max: number;
			/** In bytes of UTF-8. */
			readonly maxBytes?: number;
			readonly hint: string;
	  }
	| { readonly type: "pem"; readonly holds: PemContent; readonly max: number }
	| { readonly type: "number"; readonly min: number; readonly max: number; readonly fractions?: true }
	| { readonly type: "choice"; readonly of: readonly (string | number | boolean)[] };

/** Groups of fields; that of a network comes once for each network. */
export type Section =
	| "wifi.networks"
	| "mqtt"
	| "car"
	| "car.pins"
	| "publishing"
	| "device"
	| "homeassistant";

/** One field: its place in the document, its rule, and its value when left out. */
export interface Field {
	readonly section: Section;
	readonly name: string;
	readonly rule: FieldRule;
	/** Always, or while the field of that name beside it is true. */
	readonly required?: true | "enabled";
	readonly fallback?: string | number | boolean;
	/** Never logged and never sent back. */
	readonly secret?: true;
}

/** What is wrong with one field. */
export interface SettingsError {
	/** Such as `mqtt.port` or `wifi.networks.0.ssid`. */
	readonly field: string;
	/** A sentence for a person, without its subject. Never holds the value. */
	readonly message: string;
}

/** What a field may hold, such as `a whole number from 1 to 65535`. */
export function allowed(rule: FieldRule): string {
	switch (rule.type) {
		case "choice":
			return `one of ${rule.of.join(", ")}`;
		case "number":
			return `a ${rule.fractions ? "" : "whole "}number from ${rule.min} to ${rule.max}`;
		case "pem":
			return `a complete ${rule.holds.toLowerCase()} in PEM, from -----BEGIN to -----END`;
		case "text":
			return rule.hint;
	}
}

/** @returns What is wrong with a value, or `undefined`. */
export function complaint(rule: FieldRule, value: unknown): string | undefined {
	if (!fits(rule, value)) return `must be ${allowed(rule)}`;
	if (typeof value !== "string" || !("max" in rule)) return undefined;
	if (value.length > rule.max) return `must not be longer than ${rule.max} characters`;
	const maxBytes = rule.type === "text" ? rule.maxBytes : undefined;
	return maxBytes === undefined || utf8Length(value) <= maxBytes
		? undefined
		: `must not be longer than ${maxBytes} bytes`;
}

/** But for the length of a text. */
function fits(rule: FieldRule, value: unknown): boolean {
	if (rule.type === "choice") return rule.of.some((choice) => choice === value);
	if (rule.type === "number") {
		const right = rule.fractions ? Number.isFinite(value) : Number.isInteger(value);
		return right && Number(value) >= rule.min && Number(value) <= rule.max;
	}
	if (typeof value !== "string" || value.length === 0) return false;
	// Whatever is too long is told so, and not looked at.
	if (value.length > rule.max) return true;
	return rule.type === "pem" ? isPem(value, rule.holds) : (rule.pattern?.().test(value) ?? true);
}
