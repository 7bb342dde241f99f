import { energy, power, usableCapacity } from "./battery";
import { type ChargeKind, chargerState } from "./charger-status";
import { READING } from "./gates";
import {
	BROADCAST_MAX_AGE,
	combined,
	type Heard,
	heardWithin,
	type KnownCar,
	POLLED_MAX_AGE,
	type Sample,
} from "./samples";

/** What DID 1234 answers when the plug is wholly in (Leaf protocol facts, 4.9). */
const PLUGGED = 2;
/** Less power than this, kW, fills no battery in a time worth telling. */
const LEAST_POWER = 0.2;
/** Share of the power that stays in the pack (Leaf protocol facts, section 6). */
const EFFICIENCY = 0.9;

/** Every kind of charge, and the lack of one. */
export const CHARGE_KIND_NAMES: readonly (ChargeKind | "none")[] = Object.freeze(["none", "ac", "quick"]);

/** Whether the car charges. */
export function charging({ charging: { value, at } }: KnownCar): Sample | undefined {
	return value === undefined ? undefined : { value, at };
}

/** From what the car charges. */
export function chargeKind({ charging: { value, at, kind } }: KnownCar): Sample | undefined {
	const name = value === false ? "none" : kind;
	return name && { value: name, at };
}

/** Whether the plug is in: nothing charges without. */
export function plugged(
	{ vehicle: { readings }, charging: { value, at } }: KnownCar,
	now: number,
): Sample | undefined {
	if (value === true) return { value, at };
	const asked = heardWithin(readings, READING.plug, now, POLLED_MAX_AGE);
	if (asked !== undefined) return { value: asked.value === PLUGGED, at: asked.at };
	const said = chargerState(readings.fresh(READING.chargerStatus, now, BROADCAST_MAX_AGE)).plugged;
	return said === undefined ? undefined : { value: said, at: readings.at(READING.chargerStatus) };
}

/** Time to full of a car that charges, min: as the car says, else what is missing by what flows. */
export function minutesToFull(car: KnownCar, now: number): Heard | undefined {
	if (car.charging.value !== true) return undefined;
	const { readings } = car.vehicle;
	const missing = combined(usableCapacity(car), energy(car), (full, left) => Math.max(0, full - left));
	const supply = [heardWithin(readings, READING.chargerPower, now, BROADCAST_MAX_AGE), power(car, now)].find(
		(sample) => sample !== undefined && sample.value > LEAST_POWER,
	);
	return (
		heardWithin(readings, READING.minutesToFull, now, POLLED_MAX_AGE) ??
		combined(missing, supply, (kwh, kw) => (kwh / (kw * EFFICIENCY)) * 60)
	);
}
