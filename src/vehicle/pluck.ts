import type { ReplyValues } from "../leaf/diagnostics/reply";
import type { Codes } from "./followed-signal";

/*
 * Functions are made with constants of their own: what a closure has from its function's parameters could change, and
 * would cost a place in RAM each.
 */

/** Takes a value out of a reply; `undefined` when it has none. */
export type Pluck<Value, Name extends string = string> = (values: ReplyValues<Name>) => Value | undefined;

/** A number as it stands, or scaled. */
export function number<Name extends string>(name: Name, scale = 1): Pluck<number, Name> {
	const key = name;
	const factor = scale;
	return (values) => {
		const value = values[key];
		return typeof value === "number" ? value * factor : undefined;
	};
}

/** What a code means. */
export function coded<Name extends string>(name: Name, codes: Codes): Pluck<number, Name> {
	const key = name;
	const meanings = codes;
	return (values) => {
		const code = values[key];
		return typeof code === "number" ? meanings[code] : undefined;
	};
}

/** By how much one number exceeds another. */
export function difference<Name extends string>(more: Name, less: Name): Pluck<number, Name> {
	const minuend = more;
	const subtrahend = less;
	return (values) => {
		const [upper, lower] = [values[minuend], values[subtrahend]];
		return typeof upper === "number" && typeof lower === "number" ? upper - lower : undefined;
	};
}

/** The mean of a list, over the places that have a value. */
export function mean<Name extends string>(name: Name): Pluck<number, Name> {
	const key = name;
	return (values) => {
		const value = values[key];
		const known = Array.isArray(value) ? value.filter((part) => typeof part === "number") : [];
		return known.length === 0 ? undefined : known.reduce((sum, part) => sum + part, 0) / known.length;
	};
}

/** A text as it stands. */
export function text<Name extends string>(name: Name): Pluck<string, Name> {
	const key = name;
	return (values) => {
		const value = values[key];
		return typeof value === "string" ? value : undefined;
	};
}

/** A list as text; `none` for an empty one, as that is something the car has told, too. */
export function list<Name extends string>(name: Name): Pluck<string, Name> {
	const key = name;
	return (values) => {
		const value = values[key];
		if (!Array.isArray(value)) return undefined;
		return value.length === 0 ? "none" : value.join(" ");
	};
}
