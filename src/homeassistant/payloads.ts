import { jsonText } from "../json";
import { METRICS, type MetricKey } from "../vehicle/metrics";
import type { MetricValue } from "../vehicle/samples";
import type { Snapshot } from "../vehicle/snapshot";

/** The text that Home Assistant's MQTT sensors read as "unknown" (Home Assistant facts, 55). */
const UNKNOWN = "None";

/** Names in the `data` object that differ from the metric's key: they were there before the topics. */
const DATA_NAMES: Partial<Record<MetricKey, string>> = Object.freeze({
	soc: "state_of_charge",
	health: "battery_health",
	voltage: "battery_voltage",
	capacity: "battery_capacity",
	range: "estimated_range",
});

/** Payload of a metric's state topic. A binary sensor knows `ON` and `OFF` (Home Assistant facts, 36). */
export function statePayload(value: MetricValue | undefined): string {
	if (value === undefined) return UNKNOWN;
	if (typeof value === "boolean") return value ? "ON" : "OFF";
	return String(value);
}

/**
 * Payload of the `data` topic: every metric, `null` where unknown, yes and no as JSON has them.
 *
 * @param timestamp UTC time of the newest value, ms since 1970; `undefined` while the clock is not set.
 */
export function dataPayload(snapshot: Snapshot, timestamp: number | undefined): string {
	const named = (primary: boolean) =>
		METRICS.filter(({ key }) => (DATA_NAMES[key] !== undefined) === primary).map(({ key }) => [
			DATA_NAMES[key] ?? key,
			snapshot.values[key] ?? null,
		]);
	return jsonText({
		...Object.fromEntries(named(true)),
		session_id: snapshot.sessionId ?? null,
		timestamp: timestamp === undefined ? null : new Date(timestamp).toISOString(),
		...Object.fromEntries(named(false)),
	});
}

/**
 * Payload of `last_update`, to the minute: it is to show that the device hears the car, not to be news by itself.
 *
 * @param timestamp UTC time of the newest value, ms since 1970; `undefined` while the clock is not set.
 */
export function lastUpdatePayload(timestamp: number | undefined): string {
	if (timestamp === undefined) return UNKNOWN;
	return new Date(timestamp - (timestamp % 60_000)).toISOString();
}
