/** One value as last heard from the car, and when. */
export class Reading {
	/** In the signal's unit; `undefined` until the car has told it. */
	value: number | undefined = undefined;
	/** Monotonic time of the frame it came from, ms. Without meaning while `value` is undefined. */
	at = 0;

	/** The value, unless it is older than `maxAge` ms. */
	fresh(now: number, maxAge: number): number | undefined {
		return now - this.at <= maxAge ? this.value : undefined;
	}
}
