import { METRICS, type Metric, type MetricKey, PRIMARY_METRICS } from "./metrics";
import type { KnownCar, MetricValue } from "./samples";
import type { Session } from "./session";

/** Values of metrics; one that is not known is left out. */
export type MetricValues = Readonly<Partial<Record<MetricKey, MetricValue>>>;

/** The values of all metrics at one moment, rounded as they are shown. */
export interface Snapshot {
	readonly values: MetricValues;
	/** Age of each known value at the moment of the snapshot, ms; left out of what has no time, such as a name. */
	readonly ages: Readonly<Partial<Record<MetricKey, number>>>;
	/** Monotonic time of the newest value, ms; `undefined` when nothing is known. */
	readonly newest: number | undefined;
	/** Whether every primary metric is known. */
	readonly complete: boolean;
	/** The session in which the car is or was last awake; `undefined` until it has been heard. */
	readonly sessionId: string | undefined;
}

/**
 * Takes the values of all metrics at monotonic time `now`, ms, and tells the session when the car was heard.
 *
 * @param withheld Metrics that the owner does not want to be told.
 */
export function takeSnapshot(
	car: KnownCar,
	session: Session,
	now: number,
	withheld: readonly MetricKey[] = [],
): Snapshot {
	const values: Partial<Record<MetricKey, MetricValue>> = {};
	const ages: Partial<Record<MetricKey, number>> = {};
	let newest: number | undefined;
	for (const metric of METRICS) {
		if (withheld.includes(metric.key)) continue;
		const sample = metric.sample(car, now);
		if (sample === undefined) continue;
		values[metric.key] = rounded(sample.value, metric);
		if (sample.at === undefined) continue;
		ages[metric.key] = now - sample.at;
		if (newest === undefined || sample.at > newest) newest = sample.at;
	}
	const complete = PRIMARY_METRICS.every((key) => values[key] !== undefined);
	if (newest !== undefined) session.lastHeard(newest);
	return { values, ages, newest, complete, sessionId: session.id };
}

/** By arithmetic, for a text for each number and second would be garbage. */
function rounded(value: MetricValue, { decimals = 0 }: Metric): MetricValue {
	if (typeof value !== "number") return value;
	const steps = 10 ** decimals;
	return Math.round(value * steps) / steps;
}
