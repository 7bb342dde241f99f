// biome-ignore-all lint/style/noNonNullAssertion: the number of a reading is always within the arrays

import { GATES, type Gate, READING_NAMES } from "./gates";
import { type Doubt, type Quality, Reading } from "./reading";

const COUNT = READING_NAMES.length;
const DOUBTS: readonly (Doubt | undefined)[] = Object.freeze([undefined, "implausible", "jump"]);
const IMPLAUSIBLE = 1;
const JUMP = 2;

/** The gates by the numbers of their readings. */
const BY_NUMBER: readonly Gate[] = Object.freeze(READING_NAMES.map((name) => GATES[name]));

/**
 * All that is known of the car in numbers: values as last heard, when, and from which message.
 *
 * What lies outside the limits never gets in. What jumps is held back until the next value agrees with it, so one
 * wrong message changes nothing and a real jump comes one message late. The first value, and one that follows upon
 * long silence, have nothing to jump from.
 *
 * Readings go by their numbers, as a name that stands in a function is a new text in XS whenever it is used.
 *
 * What few readings ever need is kept in arrays by the number of the reading: in XS a byte there takes one byte, and a
 * property of an object sixteen.
 */
export class Readings {
	/** By their numbers. */
	readonly all: readonly Reading[] = READING_NAMES.map(() => new Reading());
	/** Why the last value was not believed; 0 when it was. */
	readonly #doubts = new Uint8Array(COUNT);
	/** The value held back while the doubt is `jump`. */
	readonly #held = new Float64Array(COUNT);
	readonly #rejected = new Uint32Array(COUNT);
	readonly #lastReasons = new Uint8Array(COUNT);
	readonly #gates: readonly Gate[];

	/** @param gates By the numbers of the readings. */
	constructor(gates: readonly Gate[] = BY_NUMBER) {
		this.#gates = gates;
	}

	/** In the gate's unit; `undefined` until the car has told it. */
	value(reading: number): number | undefined {
		return this.all[reading]!.value;
	}

	/** Monotonic time of the message it came from, ms. Without meaning while the value is not known, as is its source. */
	at(reading: number): number {
		return this.all[reading]!.at;
	}

	/** The message or reply it came from, see `sourceText`; 0 when there is none. */
	source(reading: number): number {
		return this.all[reading]!.source;
	}

	/** Values that were not believed, since boot. */
	rejected(reading: number): number {
		return this.#rejected[reading]!;
	}

	/** Why the last of them was not. */
	lastReason(reading: number): Doubt | undefined {
		return DOUBTS[this.#lastReasons[reading]!];
	}

	/** The value, unless it is older than `maxAge` ms. */
	fresh(reading: number, now: number, maxAge: number): number | undefined {
		return now - this.at(reading) <= maxAge ? this.value(reading) : undefined;
	}

	/** How far the value can be relied on at monotonic time `now`, ms. */
	quality(reading: number, now: number): Quality {
		if (this.value(reading) === undefined) return "unknown";
		if (now - this.at(reading) > this.#gates[reading]!.maxAge) return "old";
		return this.#doubts[reading] === 0 ? "good" : "doubtful";
	}

	/**
	 * Takes what the car says, if it can be believed. Allocates nothing.
	 *
	 * @param at Number of the reading.
	 * @param now Monotonic time, ms.
	 * @param source See `sourceText`.
	 * @returns `undefined`, or why not.
	 */
	offer(at: number, value: number, now: number, source: number): Doubt | undefined {
		const { min, max, step } = this.#gates[at]!;
		if (!(value >= min && value <= max)) return this.reject(at, IMPLAUSIBLE);
		if (step !== undefined && this.jumps(at, value, now)) return this.reject(at, JUMP);
		const reading = this.all[at]!;
		reading.value = value;
		reading.at = now;
		reading.source = source;
		reading.low = step === undefined ? min : value;
		reading.high = step === undefined ? max : value;
		this.#doubts[at] = 0;
		return undefined;
	}

	/** Unlearns all values: their bytes turned out to mean something else. */
	forget(): void {
		this.#doubts.fill(0);
		for (const reading of this.all) {
			reading.value = undefined;
			reading.close();
		}
	}

	private jumps(at: number, value: number, now: number): boolean {
		const { step = 0, maxAge } = this.#gates[at]!;
		const last = this.all[at]!;
		if (last.value === undefined || Math.abs(value - last.value) <= step) return false;
		if (now - last.at > maxAge) return false;
		if (this.#doubts[at] === JUMP && Math.abs(value - this.#held[at]!) <= step) return false;
		this.#held[at] = value;
		return true;
	}

	private reject(at: number, doubt: number): Doubt | undefined {
		this.#rejected[at]! += 1;
		this.#lastReasons[at] = doubt;
		this.#doubts[at] = doubt;
		this.all[at]!.close();
		return DOUBTS[doubt];
	}
}
