/** So many bytes nobody guesses. */
const TOKEN_BYTES = 16;

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export function sameText(one: string, other: string): boolean {
	let difference = one.length ^ other.length;
	for (let at = 0; at < one.length; at++) {
		difference |= one.charCodeAt(at) ^ other.charCodeAt(at % (other.length || 1));
	}
	return difference === 0;
}

/** A text of 128 random bits, in hexadecimal. */
export function newToken(randomBytes: (count: number) => Uint8Array): string {
	let text = "";
	for (const byte of randomBytes(TOKEN_BYTES)) text += byte.toString(16).padStart(2, "0");
	return text;
}
