const COLON = 0x3a;
const COMMA = 0x2c;

/** Frames bytes as a netstring: length in decimal, colon, the bytes, comma. */
export function netstring(...parts: readonly Uint8Array[]): Uint8Array {
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	return Buffer.concat([Buffer.from(`${length}:`), ...parts, Uint8Array.of(COMMA)]);
}

/** Cuts a byte stream into the netstrings it carries. */
export class NetstringReader {
	readonly #onMessage: (message: Uint8Array) => void;
	#rest: Buffer = Buffer.alloc(0);

	constructor(onMessage: (message: Uint8Array) => void) {
		this.#onMessage = onMessage;
	}

	/** Takes the next bytes of the stream, cut anywhere. */
	push(chunk: Buffer): void {
		this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		for (;;) {
			const colon = this.#rest.indexOf(COLON);
			if (colon < 0) return;
			const start = colon + 1;
			const end = start + Number(this.#rest.toString("latin1", 0, colon));
			if (this.#rest.length <= end) return;
			const message = this.#rest.subarray(start, end);
			this.#rest = this.#rest.subarray(end + 1);
			this.#onMessage(message);
		}
	}
}
