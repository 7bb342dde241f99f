/** An object as JSON text brings it. */
export type Json = { readonly [name: string]: unknown };

/** Whether a value from JSON text is an object, and no list. */
export function isObject(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
