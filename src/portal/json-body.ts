/** Deeper than any document of ours; a parser that recurses would run out of stack, which no `catch` catches in XS. */
const MOST_DEPTH = 8;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether brackets are nested deeper than any document of ours. Text in quotes does not count. */
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

/** The JSON object that a text from outside is; `undefined` when it is none. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
	if (isTooDeep(text)) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}
