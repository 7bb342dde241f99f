import type { CanFrame } from "./frame";

/** A payload that comes in pieces, in a buffer that serves for one payload after the other. */
export class Reassembly {
	readonly #bytes: Uint8Array;
	#announced = 0;
	#received = 0;

	/** @param capacity Longest payload, bytes. */
	constructor(capacity: number) {
		this.#bytes = new Uint8Array(capacity);
	}

	get capacity(): number {
		return this.#bytes.length;
	}

	/** Whether all bytes that were announced are there. */
	get complete(): boolean {
		return this.#received === this.#announced;
	}

	/** What is there, as long as nothing else is begun. */
	get payload(): Uint8Array {
		return this.#bytes.subarray(0, this.#received);
	}

	/** Begins a payload of `length` bytes, at most `capacity`. */
	begin(length: number): void {
		this.#announced = length;
		this.#received = 0;
	}

	/**
	 * Takes the data of a frame from index `from` on, without what is filler after the end of the payload.
	 *
	 * @returns whether the frame had as many bytes as its share of the payload. Otherwise nothing is taken.
	 */
	append({ dlc, data }: CanFrame, from: number): boolean {
		const count = Math.min(8 - from, this.#announced - this.#received);
		if (from + count > dlc) return false;
		// Not `set` with a part of the data, which would be an object for each frame.
		for (let index = 0; index < count; index++) {
			this.#bytes[this.#received + index] = data[from + index] as number;
		}
		this.#received += count;
		return true;
	}
}
