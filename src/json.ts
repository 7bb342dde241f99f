/**
 * A value as JSON text. Use this and not `JSON.stringify`: what is preloaded lies in flash, where XS cannot note that
 * it has been there (its guard against circles), and throws "read only value" for a table that a document contains.
 */
export function jsonText(value: unknown): string {
	return JSON.stringify(value, fromFlash);
}

/** A copy in place of what may lie in flash: all of that is frozen. */
function fromFlash(_key: string, value: unknown): unknown {
	if (typeof value !== "object" || value === null || !Object.isFrozen(value)) return value;
	return Array.isArray(value) ? [...value] : { ...value };
}
