import type { TLSEngine } from "./engine";

/** How much the application may write ahead of the network, bytes. */
const SIZE = 1024;

/** What the application has written and the engine has not taken yet. */
export class Plaintext {
	readonly #bytes = new Uint8Array(SIZE);
	#count = 0;
	/** As much room as the application knows of, bytes. */
	#known = SIZE;

	get room(): number {
		return SIZE - this.#count;
	}

	/** Whether there is more room than the application knows of. */
	get offers(): boolean {
		return this.room > this.#known;
	}

	/** How much may be written, now that the application is told. */
	offer(): number {
		this.#known = this.room;
		return this.#known;
	}

	/** Appends bytes for which there is room. */
	put(bytes: Uint8Array): void {
		this.#bytes.set(bytes, this.#count);
		this.#count += bytes.length;
		this.#known -= bytes.length;
	}

	/** Has the engine encrypt what it takes; returns how much that is. */
	passTo(engine: TLSEngine): number {
		if (this.#count === 0) return 0;
		const taken = engine.write(this.#bytes.subarray(0, this.#count));
		if (taken > 0) {
			this.#bytes.copyWithin(0, taken, this.#count);
			this.#count -= taken;
		}
		return taken;
	}
}
