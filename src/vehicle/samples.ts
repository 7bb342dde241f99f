import type { Charging } from "./charging";
import type { Consumption } from "./consumption";
import { READING, type ReadingName } from "./gates";
import type { Identity } from "./identity";
import type { Readings } from "./readings";
import type { Vehicle } from "./vehicle";

/** What a metric can be. */
export type MetricValue = number | string | boolean;

/** A value worth showing. */
export interface Sample {
	readonly value: MetricValue;
	/** Monotonic time of the oldest frame it rests on, ms; `undefined` for what has no time, such as a name. */
	readonly at: number | undefined;
}

/** A number, and the monotonic time of the oldest frame it rests on, ms. */
export interface Heard extends Sample {
	readonly value: number;
	readonly at: number;
}

/** All that is known of the car, and what follows from it over time. */
export interface KnownCar {
	readonly vehicle: Pick<Vehicle, "readings" | "troubleCodes" | "vin"> & {
		readonly identity: Pick<Identity, "generation" | "pack" | "newAmpereHours" | "reasons" | "evidence">;
	};
	readonly charging: Pick<Charging, "value" | "at" | "kind">;
	readonly consumption: Pick<Consumption, "kmPerKwh">;
	/** Whether the battery is asked for what it does not broadcast. */
	readonly asked: boolean;
}

/**
 * A flow (A, km/h) that is broadcast says nothing about now when it is older than this, ms: three times as long as
 * it takes until each message has had its turn at the filters.
 */
export const BROADCAST_MAX_AGE = 30_000;
/** The same for what the car is asked for. */
export const POLLED_MAX_AGE = 90_000;

/** A reading as last heard, however long ago. */
export function lastHeard(readings: Readings, reading: number): Heard | undefined {
	const value = readings.value(reading);
	return value === undefined ? undefined : { value, at: readings.at(reading) };
}

/** A reading unless it is too old. */
export function heardWithin(
	readings: Readings,
	reading: number,
	now: number,
	maxAge: number,
): Heard | undefined {
	return readings.fresh(reading, now, maxAge) === undefined ? undefined : lastHeard(readings, reading);
}

/** A metric that is a reading as last heard. */
export function told(name: ReadingName): (car: KnownCar) => Heard | undefined {
	const reading = READING[name];
	return ({ vehicle }) => lastHeard(vehicle.readings, reading);
}

/** A metric that is a reading while it is recent. */
export function flow(name: ReadingName, maxAge: number): (car: KnownCar, now: number) => Heard | undefined {
	const reading = READING[name];
	const recent = maxAge;
	return ({ vehicle }, now) => heardWithin(vehicle.readings, reading, now, recent);
}

/** A sample times a factor. */
export function scaled(sample: Heard | undefined, factor: number): Heard | undefined {
	return sample && { value: sample.value * factor, at: sample.at };
}

/** What follows from two numbers, as old as the older of the two. */
export function combined(
	a: Heard | undefined,
	b: Heard | undefined,
	combine: (a: number, b: number) => number,
): Heard | undefined {
	return a && b && { value: combine(a.value, b.value), at: Math.min(a.at, b.at) };
}
