import type { MetricKey } from "../vehicle/metrics";
import type { MetricValue } from "../vehicle/samples";
import { MEASURES } from "./measures";

/** A change smaller than a step is published all the same when the last message is so old, ms. */
const PATIENCE = 60_000;
/** Differences of decimal fractions are off by less than this. */
const ROUNDING = 1e-6;

/**
 * Decides when a metric is worth a message. News, that is anything but a number that has moved, is at once: a value
 * becomes known or unknown, a text or a yes-or-no changes. Movement waits for its step, and is told once in a period.
 */
export class Pace {
	/** What was published last; `undefined` for "unknown". In objects, for an entry of a map takes three times the room. */
	readonly #values: Partial<Record<MetricKey, MetricValue | undefined>> = {};
	/** When, monotonic ms; `undefined` when it is to be published again. */
	readonly #times: Partial<Record<MetricKey, number | undefined>> = {};
	#interval = 0;

	/** @param now Monotonic time, ms. @param value `undefined` while unknown. */
	due(metric: MetricKey, value: MetricValue | undefined, now: number): boolean {
		if (!(metric in this.#times)) return value !== undefined;
		const last = this.#values[metric];
		const at = this.#times[metric];
		if (at === undefined) return true;
		if (value === last) return false;
		if (typeof value !== "number" || typeof last !== "number") return true;
		return this.hasMovedEnough(metric, Math.abs(value - last), at, now);
	}

	/** It has been published. */
	published(metric: MetricKey, value: MetricValue | undefined, now: number): void {
		this.#values[metric] = value;
		this.#times[metric] = now;
	}

	/** Everything that was ever published is due again. */
	restart(): void {
		for (const metric in this.#times) this.#times[metric as MetricKey] = undefined;
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
