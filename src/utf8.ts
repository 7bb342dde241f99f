/** What stands for half of a surrogate pair (Unicode 16, 3.9). */
const REPLACEMENT = 0xfffd;
/** Characters that are put together at a time: text that grows by single ones would be copied for each. */
const PIECE = 32;

/** The bytes of a text in UTF-8. Half of a surrogate pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
	const bytes = new Uint8Array(utf8Length(text));
	let next = 0;
	for (const character of text) {
		const code = scalar(character);
		const more = followers(code);
		// The first byte begins with as many ones as there are bytes, one alone with a zero; what is above 8 bits is cut off.
		bytes[next++] = (more === 0 ? 0 : 0xff00 >> (more + 1)) | (code >> (6 * more));
		for (let left = more - 1; left >= 0; left--) bytes[next++] = 0x80 | ((code >> (6 * left)) & 0x3f);
	}
	return bytes;
}

/** The text of bytes in UTF-8; `undefined` when they are not (RFC 3629, 3 and 4). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
	const pieces: string[] = [];
	const codes: number[] = [];
	for (let at = 0; at < bytes.length; ) {
		const more = announced(bytes[at] ?? 0);
		const code = more === undefined ? undefined : codeAt(bytes, at, more);
		if (more === undefined || code === undefined) return undefined;
		at += more + 1;
		codes.push(code);
		if (codes.length === PIECE) pieces.push(String.fromCodePoint(...codes.splice(0)));
	}
	pieces.push(String.fromCodePoint(...codes));
	return pieces.join("");
}

/** How many bytes follow a first one; `undefined` for what is no first byte. */
function announced(first: number): number | undefined {
	if (first < 0x80) return 0;
	if (first < 0xc0 || first >= 0xf8) return undefined;
	if (first < 0xe0) return 1;
	return first < 0xf0 ? 2 : 3;
}

/** The code point that begins there, unless a byte is missing, or it is none, or could have been said with less. */
function codeAt(bytes: Uint8Array, at: number, more: number): number | undefined {
	const first = bytes[at] ?? 0;
	let code = more === 0 ? first : first & (0x3f >> more);
	for (let next = at + 1; next <= at + more; next++) {
		const byte = bytes[next] ?? 0;
		if ((byte & 0xc0) !== 0x80) return undefined;
		code = (code << 6) | (byte & 0x3f);
	}
	const none = (code >= 0xd800 && code < 0xe000) || code > 0x10_ffff;
	return none || followers(code) !== more ? undefined : code;
}

/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
	let bytes = 0;
	for (const character of text) bytes += followers(scalar(character)) + 1;
	return bytes;
}

function scalar(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	return code >= 0xd800 && code < 0xe000 ? REPLACEMENT : code;
}

/** How many bytes follow the first of a code point. */
function followers(code: number): number {
	if (code < 0x80) return 0;
	if (code < 0x800) return 1;
	return code < 0x1_0000 ? 2 : 3;
}
