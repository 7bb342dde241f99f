/** Overflows in so many ms that are no coincidence any more. */
const WINDOW = 10_000;
const TOO_MANY = 20;

/**
 * Finds out whether frames come so close behind each other that some are lost again and again. A car's control unit
 * sends its messages back to back, always in the same order: who is served late hears the first of them every time,
 * and the last never. A single pause, as long as it may be, is one overflow.
 */
export class Crowding {
	#since = 0;
	#overflows = 0;

	/** @param overflows Counted so far. @param now Monotonic time, ms. */
	look(overflows: number, now: number): boolean {
		if (now - this.#since < WINDOW) return overflows - this.#overflows >= TOO_MANY;
		this.#since = now;
		this.#overflows = overflows;
		return false;
	}
}
