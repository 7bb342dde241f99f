/** The two high bits of a length say that a pointer follows instead of a label (RFC 1035, 4.1.4). */
const POINTER = 0xc0;
const LONGEST_LABEL = 63;

/** A name as it is sent, not compressed. @param labels Lower case ASCII, at most 63 characters each. */
export function wireName(...labels: readonly string[]): Uint8Array {
	// Not by way of arrays of numbers: they take sixteen times the memory, just when TLS begins.
	const bytes = new Uint8Array(labels.reduce((sum, { length }) => sum + length + 1, 1));
	let at = 0;
	for (const label of labels) {
		bytes[at++] = label.length;
		for (let index = 0; index < label.length; index++) bytes[at++] = label.charCodeAt(index);
	}
	return bytes;
}

/** Where that begins which follows the name at `at`; it may be past the end. `undefined` for what is no name. */
export function afterName(packet: Uint8Array, at: number): number | undefined {
	let position = at;
	for (;;) {
		const length = packet[position];
		if (length === undefined) return undefined;
		if (length >= POINTER) return position + 2;
		if (length > LONGEST_LABEL) return undefined;
		position += length + 1;
		if (length === 0) return position;
	}
}

/** Whether the name at `at` is `name`, which is in lower case and not compressed. */
export function isName(packet: Uint8Array, at: number, name: Uint8Array): boolean {
	let position = at;
	let earliest = at;
	let compared = 0;
	for (;;) {
		const length = packet[position] ?? POINTER;
		if (length >= POINTER) {
			position = ((length - POINTER) << 8) | (packet[position + 1] ?? 0xff);
			// A pointer points back: otherwise it could lead round and round.
			if (position >= earliest) return false;
			earliest = position;
			continue;
		}
		for (let index = 0; index <= length; index++) {
			if (lowerCase(packet[position + index], index) !== name[compared + index]) return false;
		}
		if (length === 0) return true;
		position += length + 1;
		compared += length + 1;
	}
}

/** Of a label's character; at index 0 stands its length. */
function lowerCase(byte: number | undefined, index: number): number | undefined {
	return index > 0 && byte !== undefined && byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
