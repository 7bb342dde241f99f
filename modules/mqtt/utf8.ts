/** Stands for what is not a character (Unicode, 3.9). */
const REPLACEMENT = 0xfffd;

/**
 * How many units are looked at together. An engine that keeps strings as UTF-8, as XS does, walks from the start
 * of the string to find a unit, so a long string is cut into parts that are short enough for that.
 */
const PART = 64;

/** Looked up on a string, XS would make an object of the string first, for every character. */
const { charCodeAt } = String.prototype;

/** How many bytes the text takes in UTF-8. */
export function utf8Length(text: string): number {
	// Writing beyond the end of an array is allowed and does nothing.
	return encodeUTF8(text, new Uint8Array(0), 0);
}

/**
 * Writes the text as UTF-8 from `at` on; lone surrogates, which UTF-8 cannot say, become U+FFFD.
 *
 * @returns Where the next byte goes.
 */
export function encodeUTF8(text: string, target: Uint8Array, at: number): number {
	const length = text.length;
	let high = 0;
	let end = at;
	for (let from = 0; from < length; from += PART) {
		const part = text.slice(from, from + PART);
		const units = part.length;
		for (let index = 0; index < units; index++) {
			const unit = charCodeAt.call(part, index);
			if (unit < 0x80 && high === 0) {
				target[end++] = unit;
				continue;
			}
			// XS counts a character beyond U+FFFF as one unit, unlike the standard: it arrives here whole.
			const surrogate = unit > 0xffff ? 0 : unit & 0xfc00;
			const pair = high !== 0 && surrogate === 0xdc00;
			if (high !== 0 && !pair) end = put(target, end, REPLACEMENT);
			if (pair) end = put(target, end, 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
			else if (surrogate !== 0xd800) end = put(target, end, surrogate === 0xdc00 ? REPLACEMENT : unit);
			high = surrogate === 0xd800 ? unit : 0;
		}
	}
	return high === 0 ? end : put(target, end, REPLACEMENT);
}

/** Writes one character (Unicode, table 3-6). */
function put(target: Uint8Array, at: number, code: number): number {
	if (code < 0x80) {
		target[at] = code;
		return at + 1;
	}
	const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	target[at] = ((0xf00 >> (more + 1)) & 0xff) | (code >> (6 * more));
	for (let index = 1; index <= more; index++) {
		target[at + index] = 0x80 | ((code >> (6 * (more - index))) & 0x3f);
	}
	return at + more + 1;
}

/** Reads UTF-8 from `from` up to `to`; each longest beginning of no character becomes one U+FFFD. */
export function decodeUTF8(bytes: Uint8Array, from: number, to: number): string {
	const parts: string[] = [];
	const codes: number[] = [];
	for (let at = from; at < to; ) {
		const byte = bytes[at] ?? 0;
		const found = byte < 0x80 ? ONE_BYTE | byte : characterAt(bytes, at, to);
		codes.push(found & CODE);
		at += found >> SIZE_SHIFT;
		if (codes.length === PART || at >= to) {
			parts.push(String.fromCodePoint(...codes));
			codes.length = 0;
		}
	}
	return parts.join("");
}

/** Whether the bytes from `from` up to `to` are nothing but characters. */
export function isUTF8(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; ) {
		const found = characterAt(bytes, at, to);
		if ((found & INVALID) !== 0) return false;
		at += found >> SIZE_SHIFT;
	}
	return true;
}

// What is found at one place is told in one number, as an object for each character would be garbage.
const CODE = 0x1fffff;
const INVALID = 0x200000;
const SIZE_SHIFT = 22;
const ONE_BYTE = 1 << SIZE_SHIFT;

/** Code point, size in bytes and validity of the character at `at` (Unicode, table 3-7). */
function characterAt(bytes: Uint8Array, at: number, to: number): number {
	const lead = bytes[at] ?? 0;
	if (lead < 0x80) return ONE_BYTE | lead;
	const more = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
	if (more === 0) return ONE_BYTE | INVALID | REPLACEMENT;
	// These bounds of the second byte keep out overlong forms, surrogates and what lies beyond U+10FFFF.
	let least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
	let most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
	let code = lead & (0x3f >> more);
	for (let index = 1; index <= more; index++) {
		const byte = at + index < to ? (bytes[at + index] ?? 0) : 0;
		if (byte < least || byte > most) return (index << SIZE_SHIFT) | INVALID | REPLACEMENT;
		code = (code << 6) | (byte & 0x3f);
		least = 0x80;
		most = 0xbf;
	}
	return ((more + 1) << SIZE_SHIFT) | code;
}
