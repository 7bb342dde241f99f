import { METRICS, type MetricKey } from "../vehicle/metrics";

/** When a number that has moved is worth a message. */
export interface Measure {
	/** The smallest change worth one, in the metric's unit. */
	readonly step: number;
	/** In a period of this length, ms, there is one message at most. */
	readonly every: number;
}

const USUAL = 10_000;

/** `step` in the metric's unit, a period of so many seconds. */
function measure(step: number, seconds: number): Measure {
	return Object.freeze({ step, every: seconds * 1000 });
}

/** Figures on which automations act: every digit shown, and soon. */
const primary = measure(0.1, 5);
const temperature = measure(0.5, 30);
const cell = measure(0.005, 30);

/** Numbers that deserve something other than each change of the last digit shown, every ten seconds. */
const EXCEPTIONS: Readonly<Partial<Record<MetricKey, Measure>>> = Object.freeze({
	soc: primary,
	health: primary,
	voltage: primary,
	capacity: primary,
	range: measure(1, 5),
	gids: measure(1, 5),
	usable_capacity: measure(0.1, 60),
	soc_dash: measure(0.5, 10),
	current: measure(1, 10),
	power: measure(0.25, 10),
	speed: measure(2, 10),
	minutes_to_full: measure(1, 60),
	temperature,
	temperature_min: temperature,
	temperature_max: temperature,
	ambient: temperature,
	cell_min: cell,
	cell_max: cell,
	cell_spread: measure(2, 30),
	hx: measure(0.1, 60),
	aux_voltage: measure(0.1, 10),
	balancing: measure(1, 30),
});

/** By metric; those that are no numbers have none. */
export const MEASURES: Readonly<Partial<Record<MetricKey, Measure>>> = Object.freeze(
	Object.fromEntries(
		METRICS.filter(({ decimals }) => decimals !== undefined).map(({ key, decimals = 0 }) => [
			key,
			EXCEPTIONS[key] ?? Object.freeze({ step: 10 ** -decimals, every: USUAL }),
		]),
	),
);
