import { encodeUTF8, utf8Length } from "./utf8";

/** The largest "remaining length" that four bytes can say (MQTT 3.1.1, 2.2.3). */
const LARGEST = 0xfffffff;

/** How many bytes a text takes behind its length of two bytes. */
export function textSize(text: string): number {
	return 2 + utf8Length(text);
}

/** Fills one packet from front to end, in a buffer of just its size. */
export class ByteWriter {
	readonly bytes: Uint8Array;
	#at = 0;

	/**
	 * @param first First byte: type and flags (MQTT 3.1.1, 2.2).
	 * @param size Bytes that are going to follow the fixed header, the "remaining length".
	 */
	constructor(first: number, size: number) {
		if (size > LARGEST) throw new RangeError(`packet of ${size} bytes`);
		const sizeBytes = size < 0x80 ? 1 : size < 0x4000 ? 2 : size < 0x200000 ? 3 : 4;
		this.bytes = new Uint8Array(1 + sizeBytes + size);
		this.byte(first);
		for (let rest = size, left = sizeBytes; left > 0; left--, rest >>= 7) {
			this.byte((rest & 0x7f) | (left > 1 ? 0x80 : 0));
		}
	}

	byte(value: number): void {
		this.bytes[this.#at++] = value;
	}

	/** Two bytes, the high one first (MQTT 3.1.1, 1.5.2). */
	word(value: number): void {
		this.byte(value >> 8);
		this.byte(value & 0xff);
	}

	/** Text behind its length (MQTT 3.1.1, 1.5.3). */
	text(text: string): void {
		const lengthAt = this.#at;
		this.#at += 2;
		this.rest(text);
		const length = this.#at - lengthAt - 2;
		this.bytes[lengthAt] = length >> 8;
		this.bytes[lengthAt + 1] = length & 0xff;
	}

	/** Text without a length, up to the end of the packet. */
	rest(text: string): void {
		this.#at = encodeUTF8(text, this.bytes, this.#at);
	}
}
