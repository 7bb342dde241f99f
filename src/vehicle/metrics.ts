import { capacity, dashSoc, energy, health, healthSource, power, range, usableCapacity } from "./battery";
import { gear, ready } from "./driving";
import { READING, type ReadingName } from "./gates";
import { chargeKind, charging, minutesToFull, plugged } from "./plug";
import {
	BROADCAST_MAX_AGE,
	flow,
	type KnownCar,
	lastHeard,
	POLLED_MAX_AGE,
	type Sample,
	scaled,
	told,
} from "./samples";
import { generation, pack, troubleCodes, vin } from "./who";

/** How a figure is computed from what is known of the car, and how it is written. */
interface Figure {
	/** Empty for what has none: texts, yes or no, counts. */
	readonly unit: string;
	/** Digits after the point that carry meaning; left out of what is no number. */
	readonly decimals?: number;
	/** @returns `undefined` while the car has not told enough, or too long ago. */
	sample(car: KnownCar, now: number): Sample | undefined;
}

function number(unit: string, decimals: number, sample: Figure["sample"]): Figure {
	return { unit, decimals, sample };
}

function other(sample: Figure["sample"]): Figure {
	return { unit: "", sample };
}

/** A reading in mV. */
function inVolts(name: ReadingName): Figure["sample"] {
	const reading = READING[name];
	return ({ vehicle }) => scaled(lastHeard(vehicle.readings, reading), 1 / 1000);
}

/** In the order in which they are shown. Flows are told while they are recent, states as last heard. */
const FIGURES = Object.freeze({
	soc: number("%", 1, told("soc")),
	health: number("%", 1, health),
	voltage: number("V", 1, told("voltage")),
	capacity: number("Ah", 1, capacity),
	range: number("km", 0, range),
	energy: number("kWh", 1, energy),
	usable_capacity: number("kWh", 1, usableCapacity),
	soc_dash: number("%", 1, dashSoc),
	current: number("A", 1, flow("current", BROADCAST_MAX_AGE)),
	power: number("kW", 2, power),
	charging: other(charging),
	charge_kind: other(chargeKind),
	plugged: other(plugged),
	minutes_to_full: number("min", 0, minutesToFull),
	temperature: number("°C", 1, told("temperature")),
	temperature_min: number("°C", 1, told("temperatureMin")),
	temperature_max: number("°C", 1, told("temperatureMax")),
	cell_min: number("V", 3, inVolts("cellMin")),
	cell_max: number("V", 3, inVolts("cellMax")),
	cell_spread: number("mV", 0, told("cellSpread")),
	gids: number("GIDs", 0, told("gids")),
	max_gids: number("GIDs", 0, told("maxGids")),
	hx: number("%", 1, told("hx")),
	health_source: other(healthSource),
	ready: other(ready),
	gear: other(gear),
	speed: number("km/h", 0, flow("speed", BROADCAST_MAX_AGE)),
	odometer: number("km", 0, told("odometer")),
	aux_voltage: number("V", 2, told("auxVoltage")),
	ambient: number("°C", 1, told("ambient")),
	range_car: number("km", 0, told("carRange")),
	quick_charges: number("", 0, told("quickCharges")),
	normal_charges: number("", 0, told("normalCharges")),
	balancing: number("", 0, flow("shunts", POLLED_MAX_AGE)),
	generation: other(generation),
	pack: number("kWh", 0, pack),
	trouble_codes: other(troubleCodes),
	vin: other(vin),
});

/** Keys as they appear in MQTT topics. */
export type MetricKey = keyof typeof FIGURES;

/** One figure that an owner wants to see. */
export interface Metric extends Figure {
	readonly key: MetricKey;
}

/** All metrics, in the order in which they are shown. */
export const METRICS: readonly Metric[] = Object.freeze(
	(Object.keys(FIGURES) as MetricKey[]).map((key) => Object.freeze({ key, ...FIGURES[key] })),
);

/** The metrics without which a set of values is not complete. */
export const PRIMARY_METRICS: readonly MetricKey[] = Object.freeze([
	"soc",
	"health",
	"voltage",
	"capacity",
	"range",
]);
