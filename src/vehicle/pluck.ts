import type { ReplyValues } from "../leaf/diagnostics/reply";
import type { Codes } from "./followed-signal";

/** Takes a value out of a reply; `undefined` when it has none. */
export type Pluck<Value, Name extends string = string> = (values: ReplyValues<Name>) => Value | undefined;

/** A number as it stands, or scaled. */
export function number<Name extends string>(name: Name, scale = 1): Pluck<number, Name> {
	return (values) => {
		const value = values[name];
		return typeof value === "number" ? value * scale : undefined;
	};
}

/** What a code means. */
export function coded<Name extends string>(name: Name, codes: Codes): Pluck<number, Name> {
	return (values) => {
		const code = values[name];
		return typeof code === "number" ? codes[code] : undefined;
	};
}

/** By how much one number exceeds another. */
export function difference<Name extends string>(more: Name, less: Name): Pluck<number, Name> {
	return (values) => {
		const [upper, lower] = [values[more], values[less]];
		return typeof upper === "number" && typeof lower === "number" ? upper - lower : undefined;
	};
}

/** The mean of a list, over the places that have a value. */
export function mean<Name extends string>(name: Name): Pluck<number, Name> {
	return (values) => {
		const value = values[name];
		const known = Array.isArray(value) ? value.filter((part) => typeof part === "number") : [];
		return known.length === 0 ? undefined : known.reduce((sum, part) => sum + part, 0) / known.length;
	};
}

/** A text as it stands. */
export function text<Name extends string>(name: Name): Pluck<string, Name> {
	return (values) => {
		const value = values[name];
		return typeof value === "string" ? value : undefined;
	};
}

/** A list as text; `none` for an empty one, as that is something the car has told, too. */
export function list<Name extends string>(name: Name): Pluck<string, Name> {
	return (values) => {
		const value = values[name];
		if (!Array.isArray(value)) return undefined;
		return value.length === 0 ? "none" : value.join(" ");
	};
}
