/** The printable ASCII characters from `start` on, up to the first other byte or `end`; blanks at the end dropped. */
export function asciiText(payload: Uint8Array, start: number, end: number): string {
	let text = "";
	for (const byte of payload.subarray(start, end)) {
		if (byte < 0x20 || byte > 0x7e) break;
		text += String.fromCharCode(byte);
	}
	return text.trimEnd();
}

/** Bytes as capital hex digits, without blanks. */
export function hexText(bytes: Iterable<number>): string {
	let text = "";
	for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
	return text.toUpperCase();
}
