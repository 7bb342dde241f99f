/** Deeper than any document of ours; a parser that recurses would run out of stack, which no `catch` catches in XS. */
const MOST_DEPTH = 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** An object as JSON text brings it. */
export type Json = { readonly [name: string]: unknown };

/** Whether a value from JSON text is an object, and no list. */
export function isObject(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether brackets are nested deeper than in any document of ours. Text in quotes does not count. */
function isTooDeep(text: string): boolean {
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (quoted && code === BACKSLASH) at += 1;
		else if (code === QUOTE) quoted = !quoted;
		else if (quoted) continue;
		else if (code === 0x5b || code === 0x7b) depth += 1;
		else if (code === 0x5d || code === 0x7d) depth -= 1;
		if (depth > MOST_DEPTH) return true;
	}
	return false;
}

/** The value of a text from outside; `undefined`, which JSON cannot say, when it is no JSON or nested too deeply. */
export function jsonValue(text: string): unknown {
	if (isTooDeep(text)) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The object that a text from outside is; `undefined` when it is none. */
export function jsonObject(text: string): Json | undefined {
	const value = jsonValue(text);
	return isObject(value) ? value : undefined;
}
