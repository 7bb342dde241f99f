/** RFC 4648, 4. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Bytes that become text at a time: text that grows by single digits would be copied for each. A multiple of 3. */
const PIECE = 96;

/** The base64 of bytes, padded, in one line. */
export function toBase64(bytes: Uint8Array): string {
	const pieces: string[] = [];
	for (let start = 0; start < bytes.length; start += PIECE) {
		pieces.push(pieceOf(bytes.subarray(start, start + PIECE)));
	}
	return pieces.join("");
}

function pieceOf(bytes: Uint8Array): string {
	let piece = "";
	for (let at = 0; at < bytes.length; at += 3) {
		const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
		const digits = Math.min(4, bytes.length - at + 1);
		for (let digit = 0; digit < 4; digit++) {
			piece += digit < digits ? ALPHABET.charAt((group >> (18 - 6 * digit)) & 63) : "=";
		}
	}
	return piece;
}

/** The bytes of a base64 text; `undefined` when it is not padded, in one line and the only text for its bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	if (text.length % 4 !== 0) return undefined;
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	let bits = 0;
	let held = 0;
	let next = 0;
	// Not by index, for which XS counts the characters from the beginning each time.
	for (const digit of text.slice(0, text.length - padding)) {
		const value = valueOfDigit(digit.charCodeAt(0));
		if (value === undefined) return undefined;
		held = ((held << 6) | value) & 0xffff;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[next++] = held >> bits;
	}
	// What is left over of the last digit must be nothing.
	return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

/** Of a digit, by its code. */
function valueOfDigit(code: number): number | undefined {
	if (code >= 65 && code <= 90) return code - 65;
	if (code >= 97 && code <= 122) return code - 71;
	if (code >= 48 && code <= 57) return code + 4;
	if (code === 43) return 62;
	return code === 47 ? 63 : undefined;
}
