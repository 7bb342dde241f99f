/**
 * The number that hexadecimal digits say, `undefined` when one is none. Both cases are taken.
 *
 * @param from First digit.
 * @param to Behind the last one; at most 8 digits.
 */
export function hexValue(line: Uint8Array, from: number, to: number): number | undefined {
	let value = 0;
	for (let at = from; at < to; at++) {
		const digit = digitOf(line[at]);
		if (digit === undefined) return undefined;
		value = value * 16 + digit;
	}
	return value;
}

/** Writes so many of the last hexadecimal digits of a number, in capitals. @returns Behind the last one. */
export function writeHex(value: number, digits: number, bytes: Uint8Array, at: number): number {
	for (let place = digits - 1; place >= 0; place--) {
		const digit = (value >>> (4 * place)) & 0x0f;
		bytes[at + digits - 1 - place] = digit < 10 ? 0x30 + digit : 0x37 + digit;
	}
	return at + digits;
}

function digitOf(byte: number | undefined): number | undefined {
	if (byte === undefined) return undefined;
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	// The two cases of a letter differ in one bit.
	const capital = byte & 0xdf;
	return capital >= 0x41 && capital <= 0x46 ? capital - 0x37 : undefined;
}
