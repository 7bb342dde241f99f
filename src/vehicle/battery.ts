import { READING } from "./gates";
import { estimatedRange } from "./range";
import {
	BROADCAST_MAX_AGE,
	combined,
	type Heard,
	heardWithin,
	type KnownCar,
	lastHeard,
	type Sample,
	scaled,
} from "./samples";
import { sourceText } from "./source";

/** Energy of one GID, kWh (Leaf protocol facts, section 5). */
const KWH_PER_GID = 0.08;

/** Where the SOH comes from, by the source of the reading, in words for an owner. */
const HEALTH_SOURCES: Readonly<Record<string, HealthSource>> = Object.freeze({
	"79B 21 61": "battery, asked",
	"5BC": "battery broadcast",
	"5B3": "instrument broadcast",
});

/** Every source of the SOH. The last is capacity by capacity when new. */
export const HEALTH_SOURCE_NAMES = Object.freeze([
	"battery, asked",
	"battery broadcast",
	"instrument broadcast",
	"capacity in Ah",
] as const);

/** One source of the SOH. */
export type HealthSource = (typeof HEALTH_SOURCE_NAMES)[number];

/** SOH as the car says it, else present capacity by capacity when new, %. */
export function health({ vehicle: { readings, identity } }: KnownCar): Heard | undefined {
	const { newAmpereHours } = identity;
	return (
		lastHeard(readings, READING.soh) ??
		(newAmpereHours === undefined
			? undefined
			: scaled(lastHeard(readings, READING.capacity), 100 / newAmpereHours))
	);
}

/** The name of the source of `health`. */
export function healthSource(car: KnownCar): Sample | undefined {
	const { readings } = car.vehicle;
	const sample = health(car);
	if (sample === undefined) return undefined;
	const told = readings.value(READING.soh) !== undefined;
	const value = told ? HEALTH_SOURCES[sourceText(readings.source(READING.soh))] : "capacity in Ah";
	return value === undefined ? undefined : { value, at: sample.at };
}

/** Present capacity as the battery tells it. From one that is never asked: SOH x capacity when new, Ah. */
export function capacity({ vehicle: { readings, identity }, asked }: KnownCar): Heard | undefined {
	const told = lastHeard(readings, READING.capacity);
	if (asked || told !== undefined) return told;
	const { newAmpereHours } = identity;
	if (newAmpereHours === undefined) return undefined;
	return scaled(lastHeard(readings, READING.soh), newAmpereHours / 100);
}

/** GIDs where the bus has them, else SOC x Ah x nominal voltage, which runs up to 10 % high, kWh. */
export function energy({ vehicle: { readings, identity } }: KnownCar): Heard | undefined {
	const gids = lastHeard(readings, READING.gids);
	if (gids !== undefined) return scaled(gids, KWH_PER_GID);
	const charge = combined(
		lastHeard(readings, READING.soc),
		lastHeard(readings, READING.capacity),
		chargeLeft,
	);
	return identity.pack && scaled(charge, identity.pack.nominalVolts / 1000);
}

/** Energy of the full pack as it is now: told, else by SOH, else by Ah, kWh. */
export function usableCapacity({ vehicle: { readings, identity } }: KnownCar): Heard | undefined {
	const told = lastHeard(readings, READING.fullCapacity);
	const { pack } = identity;
	if (told !== undefined || pack === undefined) return told;
	const byHealth = scaled(lastHeard(readings, READING.soh), pack.kilowattHours / 100);
	return byHealth ?? scaled(lastHeard(readings, READING.capacity), pack.nominalVolts / 1000);
}

/** SOC as the dashboard shows it: told, else what of the full capacity is left (Leaf protocol facts, 2.6), %. */
export function dashSoc({ vehicle: { readings } }: KnownCar): Heard | undefined {
	const shown = lastHeard(readings, READING.dashSoc);
	return (
		shown ??
		combined(lastHeard(readings, READING.gids), lastHeard(readings, READING.fullCapacity), shareOfFull)
	);
}

/** What flows into the pack, or out of it (negative), kW. */
export function power({ vehicle: { readings } }: KnownCar, now: number): Heard | undefined {
	return combined(
		heardWithin(readings, READING.current, now, BROADCAST_MAX_AGE),
		heardWithin(readings, READING.voltage, now, BROADCAST_MAX_AGE),
		(amperes, volts) => (amperes * volts) / 1000,
	);
}

/** Our own estimate of how far the energy lasts, km. */
export function range(car: KnownCar): Heard | undefined {
	return scaled(energy(car), estimatedRange(1, car.consumption.kmPerKwh));
}

/** Ah. */
function chargeLeft(percent: number, ampereHours: number): number {
	return (percent / 100) * ampereHours;
}

/** Of GIDs in kWh of the full pack, %. */
function shareOfFull(gids: number, full: number): number {
	return Math.min(100, ((gids * KWH_PER_GID) / full) * 100);
}
