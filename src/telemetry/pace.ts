import type { MetricKey } from "../vehicle/metrics";
import type { MetricValue } from "../vehicle/samples";
import { MEASURES } from "./measures";

/** A change smaller than a step is published all the same when the last message is so old, ms. */
const PATIENCE = 60_000;
/** Differences of decimal fractions are off by less than this. */
const ROUNDING = 1e-6;

/** What was published last of a metric; `value` is `undefined` for "unknown". */
interface Published {
	readonly value: MetricValue | undefined;
	/** Monotonic time, ms; `undefined` when it is to be published again. */
	at: number | undefined;
}

/**
 * Decides when a metric is worth a message. News, that is anything but a number that has moved, is at once: a value
 * becomes known or unknown, a text or a yes-or-no changes. Movement waits for its step and its time.
 */
export class Pace {
	readonly #published = new Map<MetricKey, Published>();
	#interval = 0;

	/** @param now Monotonic time, ms. @param value `undefined` while unknown. */
	due(metric: MetricKey, value: MetricValue | undefined, now: number): boolean {
		const last = this.#published.get(metric);
		if (last === undefined) return value !== undefined;
		if (last.at === undefined) return true;
		if (value === last.value) return false;
		if (typeof value !== "number" || typeof last.value !== "number") return true;
		return this.#hasMovedEnough(metric, Math.abs(value - last.value), now - last.at);
	}

	/** It has been published. */
	published(metric: MetricKey, value: MetricValue | undefined, now: number): void {
		this.#published.set(metric, { value, at: now });
	}

	/** Everything that was ever published is due again. */
	restart(): void {
		for (const last of this.#published.values()) last.at = undefined;
	}

	/** Lets numbers that move wait longer than they usually do. @param interval At least this long, ms. */
	slowDown(interval: number): void {
		this.#interval = interval;
	}

	#hasMovedEnough(metric: MetricKey, distance: number, age: number): boolean {
		const { step = 0, every = 0 } = MEASURES[metric] ?? {};
		if (age < Math.max(every, this.#interval)) return false;
		return distance > step - ROUNDING || age >= PATIENCE;
	}
}
