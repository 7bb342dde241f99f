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
 * becomes known or unknown, a text or a yes-or-no changes. Movement waits for its step, and is told once in a period.
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
		return this.hasMovedEnough(metric, Math.abs(value - last.value), last.at, now);
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

	private hasMovedEnough(metric: MetricKey, distance: number, last: number, now: number): boolean {
		const { step = 0, every = 0 } = MEASURES[metric] ?? {};
		if (!newPeriod(last, now, Math.max(every, this.#interval))) return false;
		return distance > step - ROUNDING || now - last >= PATIENCE;
	}
}

/**
 * Whether another period has begun since. Periods begin at the same time for all metrics, and every second one of 5 s
 * is one of 10 s, so that what moves is told together and the radio wakes up less often.
 *
 * @param last Monotonic, ms; so is `now`.
 * @param every Length of a period, ms; 0: no periods.
 */
export function newPeriod(last: number, now: number, every: number): boolean {
	return every === 0 || Math.floor(now / every) > Math.floor(last / every);
}
