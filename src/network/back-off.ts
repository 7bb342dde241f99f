/** First pause after a failure, ms. */
const FIRST = 1000;
/** No pause is longer, ms. */
const LONGEST = 5 * 60_000;
/** A refused password is not mended by asking again: pauses start here, ms. */
const FIRST_AFTER_REFUSAL = 60_000;

/** Reasons that only a change of settings mends. */
const REFUSALS: readonly string[] = Object.freeze([
	"bad-credentials",
	"not-authorised",
	"refused-identifier",
]);

/** Growing pauses between attempts, spread at random so that many devices do not come back at once. */
export class BackOff {
	readonly #random: () => number;
	#next = FIRST;

	/** @param random Uniform in [0, 1). */
	constructor(random: () => number) {
		this.#random = random;
	}

	/** The pause before the next attempt, ms: doubles each time, plus or minus a quarter. */
	after(reason: string): number {
		const pause = REFUSALS.includes(reason) ? Math.max(this.#next, FIRST_AFTER_REFUSAL) : this.#next;
		this.#next = Math.min(pause * 2, LONGEST);
		return Math.round(pause * (0.75 + this.#random() / 2));
	}

	/** The connection has proved stable: the next failure starts from the beginning. */
	reset(): void {
		this.#next = FIRST;
	}
}
