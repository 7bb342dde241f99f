/** Why a value was not believed: `implausible` no Leaf can have it, `jump` it is too far from the last one. */
export type Doubt = "implausible" | "jump";

/** `doubtful`: what has come since the last good value was rejected. `old`: the last good value is. */
export type Quality = "unknown" | "good" | "doubtful" | "old";

/**
 * One value as last heard from the car, when, and from which message. An object, for XS takes fewer bytecodes to write
 * to one than to arrays; and it has only what the hot path writes, as each property takes a place in RAM.
 */
export class Reading {
	/** In the gate's unit; `undefined` until the car has told it. */
	value: number | undefined = undefined;
	/** Monotonic time of the message it came from, ms. Without meaning while `value` is undefined, as is `source`. */
	at = 0;
	/** That message, see `sourceText`; 0 for none. */
	source = 0;
	/**
	 * What lies between `low` and `high` can be taken without a further look, see `Readings.offer`: that saves a call a
	 * value. They are the limits; the last value alone, where values may jump; nothing, while in doubt.
	 */
	low = Number.POSITIVE_INFINITY;
	high = Number.NEGATIVE_INFINITY;

	/** From now on every value needs a look. */
	close(): void {
		this.low = Number.POSITIVE_INFINITY;
		this.high = Number.NEGATIVE_INFINITY;
	}
}
