/** More than these are not under way at a time. */
const MOST = 16;
/** An answer takes no longer, ms: a network that is worse is of no use for a conversation with a car. */
const PATIENCE = 2000;

/** Commands that wait for their answers, which come in the same order. */
export class Commands {
	readonly #letters = new Uint8Array(MOST);
	#first = 0;
	#count = 0;
	/** Since when the first of them is the first, monotonic ms. */
	#since = 0;

	/** For how many more there is room. */
	get room(): number {
		return MOST - this.#count;
	}

	/** The letter of the one that is answered next. */
	get next(): number | undefined {
		return this.#count === 0 ? undefined : this.#letters[this.#first];
	}

	/** Adds one, for which there must be room. */
	add(letter: number, now: number): void {
		if (this.#count === 0) this.#since = now;
		this.#letters[(this.#first + this.#count) % MOST] = letter;
		this.#count += 1;
	}

	/** The next one has been answered. */
	remove(now: number): void {
		this.#first = (this.#first + 1) % MOST;
		this.#count -= 1;
		this.#since = now;
	}

	/** Whether an answer should have been there long ago. */
	isLate(now: number): boolean {
		return this.#count > 0 && now - this.#since >= PATIENCE;
	}
}
