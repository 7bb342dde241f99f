import { READING } from "./gates";
import { BROADCAST_MAX_AGE, heardWithin, type KnownCar, POLLED_MAX_AGE, type Sample } from "./samples";

/** Names of the gears by the number that the reading has; 7 is eco in cars without B. */
const GEARS: Readonly<Partial<Record<number, Gear>>> = Object.freeze({
	1: "P",
	2: "R",
	3: "N",
	4: "D",
	7: "B",
});

/** Every gear; B brakes more, or is the eco mode of cars without it. */
export const GEAR_NAMES = Object.freeze(["P", "R", "N", "D", "B"] as const);

/** One gear. */
export type Gear = (typeof GEAR_NAMES)[number];

/** The gear selected. */
export function gear({ vehicle: { readings } }: KnownCar, now: number): Sample | undefined {
	const heard = heardWithin(readings, READING.gear, now, POLLED_MAX_AGE);
	const value = heard && GEARS[heard.value];
	return value === undefined ? undefined : { value, at: heard?.at };
}

/** Whether the car would drive: switched on, its main relay closed where that is known, and not charging. */
export function ready({ vehicle: { readings }, charging }: KnownCar, now: number): Sample | undefined {
	// A car that charges says neither that it is on nor that it is off.
	if (charging.value === true) return { value: false, at: charging.at };
	const ignition = heardWithin(readings, READING.ignition, now, POLLED_MAX_AGE);
	const open = readings.fresh(READING.mainRelay, now, BROADCAST_MAX_AGE) === 0;
	return ignition && { value: ignition.value === 1 && !open, at: ignition.at };
}
