import { METRICS, type MetricKey, PRIMARY_METRICS } from "./metrics";
import type { Session } from "./session";
import type { Vehicle } from "./vehicle";

/** The values of all metrics at one moment, rounded as they are shown. */
export interface Snapshot {
	/** A metric that is not known is left out. */
	readonly values: Readonly<Partial<Record<MetricKey, number>>>;
	/** Age of each known value at the moment of the snapshot, ms. */
	readonly ages: Readonly<Partial<Record<MetricKey, number>>>;
	/** Monotonic time of the newest value, ms; `undefined` when nothing is known. */
	readonly newest: number | undefined;
	/** Whether every primary metric is known. */
	readonly complete: boolean;
	/** The session in which the car is or was last awake; `undefined` until it has been heard. */
	readonly sessionId: string | undefined;
}

/** Takes the values of all metrics at monotonic time `now`, ms, and tells the session when the car was heard. */
export function takeSnapshot(vehicle: Vehicle, session: Session, now: number): Snapshot {
	const values: Partial<Record<MetricKey, number>> = {};
	const ages: Partial<Record<MetricKey, number>> = {};
	let newest: number | undefined;
	for (const metric of METRICS) {
		const sample = metric.sample(vehicle, now);
		if (sample === undefined) continue;
		values[metric.key] = Number(sample.value.toFixed(metric.decimals));
		ages[metric.key] = now - sample.at;
		if (newest === undefined || sample.at > newest) newest = sample.at;
	}
	const complete = PRIMARY_METRICS.every((key) => values[key] !== undefined);
	if (newest !== undefined) session.lastHeard(newest);
	return { values, ages, newest, complete, sessionId: session.id };
}
