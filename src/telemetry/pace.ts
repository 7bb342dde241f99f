/** Changed values are published at most this often, ms. */
const PERIOD = 5000;

/** Decides how soon a change is worth a message: news at once, mere movement at a steady pace. */
export class Pace {
	#last: number | undefined = undefined;
	#knownThen = 0;

	/**
	 * @param now Monotonic time, ms.
	 * @param known How many values are known: one more than last time is news.
	 */
	due(now: number, known: number): boolean {
		return this.#last === undefined || known > this.#knownThen || now - this.#last >= PERIOD;
	}

	/** A change has been published. */
	published(now: number, known: number): void {
		this.#last = now;
		this.#knownThen = known;
	}

	/** The next change is due at once. */
	reset(): void {
		this.#last = undefined;
	}
}
