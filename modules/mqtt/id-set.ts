/** So many fit before more memory is taken; brokers seldom have more under way. */
const FIRST_CAPACITY = 16;

/** A set of packet ids, two bytes each: a `Set` takes some 30 times that on the device. */
export class IdSet {
	/** 0, which is no packet id, stands for a free place. */
	#ids = new Uint16Array(FIRST_CAPACITY);
	#size = 0;

	get size(): number {
		return this.#size;
	}

	has(id: number): boolean {
		return this.#ids.includes(id);
	}

	/** Adds a packet id that is not in the set. */
	add(id: number): void {
		if (this.#size === this.#ids.length) this.grow();
		this.#ids[this.#ids.indexOf(0)] = id;
		this.#size += 1;
	}

	/** Takes a packet id, 1 to 65535, out of the set if it is there. */
	delete(id: number): void {
		const at = this.#ids.indexOf(id);
		if (at < 0) return;
		this.#ids[at] = 0;
		this.#size -= 1;
	}

	/** Empties the set and gives its memory back. */
	clear(): void {
		this.#ids = new Uint16Array(FIRST_CAPACITY);
		this.#size = 0;
	}

	private grow(): void {
		const more = new Uint16Array(this.#ids.length * 2);
		more.set(this.#ids);
		this.#ids = more;
	}
}
