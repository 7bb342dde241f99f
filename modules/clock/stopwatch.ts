/** After so many milliseconds, 49.7 days, a counter of 32 bits begins anew. */
const TURN = 2 ** 32;

/** Counts on where a counter of 32 bits begins anew. */
export class Stopwatch {
	readonly #ticks: () => number;
	#last: number;
	#elapsed: number;

	/** @param ticks The counter, ms, with or without sign. */
	constructor(ticks: () => number) {
		this.#ticks = ticks;
		this.#last = ticks();
		this.#elapsed = this.#last;
	}

	/** Milliseconds since the counter's beginning. To be asked at least once in 24 days. */
	elapsed(): number {
		const ticks = this.#ticks();
		const difference = ticks - this.#last;
		this.#elapsed += difference - TURN * Math.round(difference / TURN);
		this.#last = ticks;
		return this.#elapsed;
	}
}
