/** How many bytes a text has in UTF-8 (RFC 3629, 3). Half of a surrogate pair counts as the 3 of its replacement. */
export function utf8Length(text: string): number {
	let bytes = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		if (code < 0x80) bytes += 1;
		else if (code < 0x800) bytes += 2;
		else bytes += code < 0x10000 ? 3 : 4;
	}
	return bytes;
}
