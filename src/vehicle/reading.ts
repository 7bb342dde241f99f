import type { Gate } from "./gates";

/** Why a value was not believed: `implausible` no Leaf can have it, `jump` it is too far from the last one. */
export type Doubt = "implausible" | "jump";

/** `doubtful`: what has come since the last good value was rejected. `old`: the last good value is. */
export type Quality = "unknown" | "good" | "doubtful" | "old";

/**
 * One value as last heard from the car, when, and from which message.
 *
 * What lies outside the limits never gets in. What jumps is held back until the next value agrees with it, so one
 * wrong message changes nothing and a real jump comes one message late. The first value, and one that follows upon
 * long silence, have nothing to jump from.
 */
export class Reading {
	/** In the gate's unit; `undefined` until the car has told it. */
	value: number | undefined = undefined;
	/** Monotonic time of the message it came from, ms. Without meaning while `value` is undefined, as is `source`. */
	at = 0;
	/** The message, such as `1DB`, or the request that was answered, such as `79B 21 01`. */
	source = "";
	/** Values that were not believed, since boot. */
	rejected = 0;
	/** Why the last of them was not. */
	lastReason: Doubt | undefined = undefined;
	/**
	 * What lies between `low` and `high` can be taken without a further look, see `offer`: on the hot path that saves
	 * a call a value. They are the limits; the last value alone, where values may jump; nothing, while in doubt.
	 */
	low = Number.POSITIVE_INFINITY;
	high = Number.NEGATIVE_INFINITY;
	readonly #gate: Gate;
	/** Why the last value was not believed; `undefined` when it was. */
	#doubt: Doubt | undefined = undefined;
	/** The value held back while `#doubt` is `jump`. */
	#held = 0;

	constructor(gate: Gate) {
		this.#gate = gate;
	}

	/**
	 * Takes what the car says, if it can be believed. Allocates nothing.
	 *
	 * @param now Monotonic time, ms.
	 * @returns `undefined`, or why not.
	 */
	offer(value: number, now: number, source: string): Doubt | undefined {
		const { min, max, step } = this.#gate;
		if (!(value >= min && value <= max)) return this.#reject("implausible");
		if (step !== undefined && this.#jumps(value, step, now)) return this.#reject("jump");
		this.value = value;
		this.at = now;
		this.source = source;
		this.#doubt = undefined;
		this.low = step === undefined ? min : value;
		this.high = step === undefined ? max : value;
		return undefined;
	}

	/** The value, unless it is older than `maxAge` ms. */
	fresh(now: number, maxAge: number): number | undefined {
		return now - this.at <= maxAge ? this.value : undefined;
	}

	/** How far the value can be relied on at monotonic time `now`, ms. */
	quality(now: number): Quality {
		if (this.value === undefined) return "unknown";
		if (now - this.at > this.#gate.maxAge) return "old";
		return this.#doubt === undefined ? "good" : "doubtful";
	}

	/** Unlearns the value: its bytes turned out to mean something else. */
	forget(): void {
		this.value = undefined;
		this.#doubt = undefined;
		this.#close();
	}

	#jumps(value: number, step: number, now: number): boolean {
		if (this.value === undefined || Math.abs(value - this.value) <= step) return false;
		if (now - this.at > this.#gate.maxAge) return false;
		if (this.#doubt === "jump" && Math.abs(value - this.#held) <= step) return false;
		this.#held = value;
		return true;
	}

	#reject(doubt: Doubt): Doubt {
		this.rejected += 1;
		this.lastReason = doubt;
		this.#doubt = doubt;
		this.#close();
		return doubt;
	}

	/** From now on every value needs a look. */
	#close(): void {
		this.low = Number.POSITIVE_INFINITY;
		this.high = Number.NEGATIVE_INFINITY;
	}
}
