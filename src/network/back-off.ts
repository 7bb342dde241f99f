/** The first pause, ms, and the shortest, when nothing is said. */
const FIRST = 1000;
/** No pause is longer, ms, when nothing is said. */
const LONGEST = 5 * 60_000;
/** Chance lengthens a pause by up to this part of it. */
const SPREAD = 0.5;
/** A refusal is not mended by asking again: pauses start here, ms. */
const FIRST_AFTER_REFUSAL = 2 * 60_000;

/** Reasons that only a change of settings, here or at the broker, mends. */
const REFUSALS: readonly string[] = Object.freeze([
	"bad-credentials",
	"not-authorised",
	"refused-identifier",
	"refused-protocol",
]);

/** No failure: broker and device have agreed to begin anew. */
const ANEW = "session-reset";

/** Growing pauses between attempts, spread at random so that many devices do not come back at once. */
export class BackOff {
	readonly #random: () => number;
	readonly #first: number;
	/** Pauses grow up to here, ms, so that chance has room below the longest. */
	readonly #largest: number;
	#next: number;

	/**
	 * @param random Uniform in [0, 1).
	 * @param limits The first pause and the longest, ms; left out: 1 s and 5 min.
	 */
	constructor(random: () => number, { first = FIRST, longest = LONGEST } = {}) {
		this.#random = random;
		this.#first = first;
		this.#next = first;
		this.#largest = longest / (1 + SPREAD);
	}

	/** The pause before the next attempt, from the first to the longest, ms: doubles with each failure. */
	after(reason: string): number {
		if (reason === ANEW) return this.#first;
		const pause = REFUSALS.includes(reason) ? Math.max(this.#next, FIRST_AFTER_REFUSAL) : this.#next;
		this.#next = Math.min(pause * 2, this.#largest);
		return Math.round(pause * (1 + this.#random() * SPREAD));
	}

	/** The connection has proved stable: the next failure starts from the beginning. */
	reset(): void {
		this.#next = this.#first;
	}
}
