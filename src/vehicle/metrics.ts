import type { Reading } from "./reading";
import type { Vehicle } from "./vehicle";

/** A value worth showing, and the monotonic time of the oldest frame it rests on, ms. */
export interface Sample {
	readonly value: number;
	readonly at: number;
}

/** One figure that an owner wants to see, computed from the readings. */
export interface Metric {
	readonly key: MetricKey;
	readonly unit: string;
	/** Digits after the point that carry meaning. */
	readonly decimals: number;
	/** @returns `undefined` while the car has not told enough. */
	sample(vehicle: Vehicle, now: number): Sample | undefined;
}

/** Keys as they appear in MQTT topics. */
export type MetricKey =
	| "soc"
	| "health"
	| "voltage"
	| "capacity"
	| "range"
	| "energy"
	| "current"
	| "power"
	| "gids"
	| "usable_capacity";

/** The metrics without which a set of values is not complete. */
export const PRIMARY_METRICS: readonly MetricKey[] = Object.freeze([
	"soc",
	"health",
	"voltage",
	"capacity",
	"range",
]);

/** Energy of one GID, kWh (Leaf protocol facts, section 5). */
const KWH_PER_GID = 0.08;

/** 7.1 km/kWh as OVMS measured it on a 24 kWh Leaf, less a reserve of 15 % (Leaf protocol facts, section 6). */
const KM_PER_KWH = 6;

/** A flow (A, kW) says nothing about now when it is older than this, ms. Three periods of group 01. */
const FLOW_MAX_AGE = 30_000;

function ofReading(reading: Reading): Sample | undefined {
	return reading.value === undefined ? undefined : { value: reading.value, at: reading.at };
}

function scaled(sample: Sample | undefined, factor: number): Sample | undefined {
	return sample && { value: sample.value * factor, at: sample.at };
}

function product(a: Sample | undefined, b: Sample | undefined, factor: number): Sample | undefined {
	return a && b && { value: a.value * b.value * factor, at: Math.min(a.at, b.at) };
}

/** A flow, as long as it is recent enough to be called one. */
function flow(reading: Reading, now: number): Sample | undefined {
	return reading.fresh(now, FLOW_MAX_AGE) === undefined ? undefined : ofReading(reading);
}

/** SOH as the car says it, else present capacity by capacity when new. */
function health(vehicle: Vehicle): Sample | undefined {
	if (vehicle.soh.value !== undefined) return ofReading(vehicle.soh);
	return vehicle.pack && scaled(ofReading(vehicle.capacity), 100 / vehicle.pack.newAmpereHours);
}

/** GIDs where the bus has them, else SOC x Ah x nominal voltage, which runs up to 10 % high. */
function energy(vehicle: Vehicle): Sample | undefined {
	if (vehicle.gids.value !== undefined) return scaled(ofReading(vehicle.gids), KWH_PER_GID);
	const { pack } = vehicle;
	return pack && product(ofReading(vehicle.soc), ofReading(vehicle.capacity), pack.nominalVolts / 100_000);
}

/** All metrics, in the order in which they are shown. */
export const METRICS: readonly Metric[] = Object.freeze([
	{ key: "soc", unit: "%", decimals: 1, sample: (vehicle) => ofReading(vehicle.soc) },
	{ key: "health", unit: "%", decimals: 1, sample: health },
	{ key: "voltage", unit: "V", decimals: 1, sample: (vehicle) => ofReading(vehicle.voltage) },
	{ key: "capacity", unit: "Ah", decimals: 1, sample: (vehicle) => ofReading(vehicle.capacity) },
	{ key: "range", unit: "km", decimals: 0, sample: (vehicle) => scaled(energy(vehicle), KM_PER_KWH) },
	{ key: "energy", unit: "kWh", decimals: 1, sample: energy },
	{ key: "current", unit: "A", decimals: 1, sample: (vehicle, now) => flow(vehicle.current, now) },
	{
		key: "power",
		unit: "kW",
		decimals: 2,
		sample: (vehicle, now) => product(flow(vehicle.current, now), flow(vehicle.voltage, now), 1 / 1000),
	},
	{ key: "gids", unit: "GIDs", decimals: 0, sample: (vehicle) => ofReading(vehicle.gids) },
	{
		key: "usable_capacity",
		unit: "kWh",
		decimals: 1,
		sample: (vehicle) => ofReading(vehicle.fullCapacity),
	},
]);
