/** What stands for half of a surrogate pair (Unicode 16, 3.9). */
const REPLACEMENT = 0xfffd;
/** Characters that are put together at a time: text that grows by single ones would be copied for each. */
const PIECE = 32;

/** The bytes of a text in UTF-8. Half of a surrogate pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
	const bytes = new Uint8Array(utf8Length(text));
	let next = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		// Nearly all are of this kind, and a call takes XS longer than all else in here.
		if (code < 0x80) bytes[next++] = code;
		else next = putLong(bytes, next, code >= 0xd800 && code < 0xe000 ? REPLACEMENT : code);
	}
	return bytes;
}

/** @returns Where the next one begins. */
function putLong(bytes: Uint8Array, at: number, code: number): number {
	const more = followers(code);
	// The first byte begins with as many ones as there are bytes; what is above 8 bits is cut off.
	bytes[at] = (0xff00 >> (more + 1)) | (code >> (6 * more));
	for (let place = 1; place <= more; place++)
		bytes[at + place] = 0x80 | ((code >> (6 * (more - place))) & 0x3f);
	return at + more + 1;
}

/** The text of bytes in UTF-8; `undefined` when they are not (RFC 3629, 3 and 4). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
	const pieces: string[] = [];
	for (let at = 0; at < bytes.length; ) {
		const piece = bytes.subarray(at, at + PIECE);
		if (isAscii(piece)) {
			pieces.push(Reflect.apply(String.fromCharCode, String, piece));
			at += piece.length;
			continue;
		}
		const codes: number[] = [];
		at = takeCodes(bytes, at, codes);
		if (at < 0) return undefined;
		pieces.push(String.fromCodePoint(...codes));
	}
	return pieces.join("");
}

function isAscii(bytes: Uint8Array): boolean {
	for (const byte of bytes) if (byte >= 0x80) return false;
	return true;
}

/** Takes a piece of the text. @returns Where the next one begins; -1 for what is no UTF-8. */
function takeCodes(bytes: Uint8Array, from: number, codes: number[]): number {
	let at = from;
	while (at < bytes.length && codes.length < PIECE) {
		const more = announced(bytes[at] ?? 0);
		const code = more === undefined ? undefined : codeAt(bytes, at, more);
		if (more === undefined || code === undefined) return -1;
		codes.push(code);
		at += more + 1;
	}
	return at;
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

/** How many bytes a text has in UTF-8; half of a surrogate pair counts as what replaces it. */
export function utf8Length(text: string): number {
	let bytes = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		bytes += code < 0x80 ? 1 : followers(code) + 1;
	}
	return bytes;
}

/** How many bytes follow the first of a code point. */
function followers(code: number): number {
	if (code < 0x80) return 0;
	if (code < 0x800) return 1;
	return code < 0x1_0000 ? 2 : 3;
}
