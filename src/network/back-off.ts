/** The first pause, ms, and the shortest, where nothing else is said. */
const FIRST = 1000;
/** No pause is longer, ms. */
const LONGEST = 5 * 60_000;
/** Chance lengthens a pause by up to this part of it. */
const SPREAD = 0.5;
/** Pauses grow up to here, ms, so that chance has room below the longest. */
const LARGEST = LONGEST / (1 + SPREAD);
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
	#next: number;

	/**
	 * @param random Uniform in [0, 1).
	 * @param first The first pause, ms.
	 */
	constructor(random: () => number, first = FIRST) {
		this.#random = random;
		this.#first = first;
		this.#next = first;
	}

	/** The pause before the next attempt, from the first to 5 min in ms: doubles with each failure. */
	after(reason: string): number {
		if (reason === ANEW) return this.#first;
		const pause = REFUSALS.includes(reason) ? Math.max(this.#next, FIRST_AFTER_REFUSAL) : this.#next;
		this.#next = Math.min(pause * 2, LARGEST);
		return Math.round(pause * (1 + this.#random() * SPREAD));
	}

	/** The connection has proved stable: the next failure starts from the beginning. */
	reset(): void {
		this.#next = this.#first;
	}
}
