/** Says what is wrong with a value, each complaint beginning with its place; nothing when it is as it should be. */
export type Check = (value: unknown, path: string) => string[];

/** A text that is not empty. */
export const string: Check = (value, path) =>
	typeof value === "string" && value !== "" ? [] : [`${path}: ${show(value)} is not a text`];

/** A whole number within limits. */
export function integer(min: number, max: number): Check {
	return (value, path) =>
		Number.isInteger(value) && (value as number) >= min && (value as number) <= max
			? []
			: [`${path}: ${show(value)} is not a whole number from ${min} to ${max}`];
}

/** One of several texts. */
export function oneOf(choices: readonly string[]): Check {
	return (value, path) =>
		choices.includes(value as string) ? [] : [`${path}: ${show(value)} is none of ${choices.join(", ")}`];
}

/** An array whose elements all pass. */
export function list(element: Check): Check {
	return (value, path) =>
		Array.isArray(value) ? each(value, path, element) : [`${path}: ${show(value)} is not a list`];
}

/** The complaints about all elements. */
export function each(values: readonly unknown[], path: string, element: Check): string[] {
	return values.flatMap((value, index) => element(value, `${path}[${index}]`));
}

/** May be left out. */
export function optional(check: Check): Check {
	return (value, path) => (value === undefined ? [] : check(value, path));
}

/** An object with these keys and no others: a misspelt one would silently do nothing. */
export function object(checks: Readonly<Record<string, Check>>): Check {
	return (value, path) => {
		if (typeof value !== "object" || value === null || Array.isArray(value)) {
			return [`${path || "the whole"}: ${show(value)} is not an object`];
		}
		const fields = value as Record<string, unknown>;
		const under = (key: string) => (path === "" ? key : `${path}.${key}`);
		const unknown = Object.keys(fields).filter((key) => !Object.hasOwn(checks, key));
		return [
			...unknown.map((key) => `${under(key)}: no such key; there are ${Object.keys(checks).join(", ")}`),
			...Object.entries(checks).flatMap(([key, check]) => check(fields[key], under(key))),
		];
	};
}

function show(value: unknown): string {
	if (value === undefined) return "nothing";
	const text = JSON.stringify(value) ?? String(value);
	return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}
