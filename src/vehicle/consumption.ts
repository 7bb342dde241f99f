import { Distance } from "./distance";
import { INITIAL_KM_PER_KWH } from "./range";
import type { Heard } from "./samples";

/** Steps of about a kilometre that are remembered. */
const STEPS = 15;
/** No Leaf needs more or less for long, km/kWh. */
const LIMITS = Object.freeze({ least: 3, most: 12 });
/** Between these, kWh/km, lies what one kilometre may take, up a pass or down again. */
const STEP_LIMITS = Object.freeze({ least: -0.6, most: 1 });
/** Energy heard longer ago than this, ms, is not that of now. */
const ENERGY_PATIENCE = 30_000;

/** What the car tells of its trip; `undefined` where it tells nothing. */
export interface Trip {
	/** km. */
	readonly odometer: Heard | undefined;
	/** km/h. */
	readonly speed: Heard | undefined;
	/** In the pack, kWh. */
	readonly energy: Heard | undefined;
	readonly charging: boolean | undefined;
}

/**
 * The car's own consumption over its last kilometres. It begins with what is usual, and what is usual fills up what
 * has not been driven yet. Charging, sleep and jumps of a counter are left out.
 */
export class Consumption {
	readonly #distance = new Distance();
	readonly #km = new Float64Array(STEPS);
	readonly #kwh = new Float64Array(STEPS);
	readonly #initial: number;
	#next = 0;
	/** Energy at the last step, kWh, if all since was driving. */
	#energyThen: number | undefined = undefined;

	/** @param initial What is taken to be usual, km/kWh. */
	constructor(initial = INITIAL_KM_PER_KWH) {
		this.#initial = initial;
	}

	/** Own consumption, km/kWh, from 3 to 12. */
	get kmPerKwh(): number {
		const km = sum(this.#km);
		const total = Math.max(STEPS, km);
		const kwh = sum(this.#kwh) + (total - km) / this.#initial;
		return Math.min(LIMITS.most, Math.max(LIMITS.least, kwh > 0 ? total / kwh : LIMITS.most));
	}

	/** Looks at the trip; to be called about once a second. `now`: monotonic ms. */
	look({ odometer, speed, energy, charging }: Trip, now: number): void {
		const step = this.#distance.look(odometer, speed, now);
		const known = energy !== undefined && now - energy.at <= ENERGY_PATIENCE;
		if (step === undefined || charging === true || !known) this.#energyThen = undefined;
		else if (step > 0) {
			this.drove(step, energy.value);
			this.#energyThen = energy.value;
		}
	}

	private drove(km: number, energyNow: number): void {
		if (this.#energyThen === undefined) return;
		const kwh = this.#energyThen - energyNow;
		if (kwh < STEP_LIMITS.least * km || kwh > STEP_LIMITS.most * km) return;
		this.#km[this.#next] = km;
		this.#kwh[this.#next] = kwh;
		this.#next = (this.#next + 1) % STEPS;
	}
}

function sum(numbers: Float64Array): number {
	return numbers.reduce((total, number) => total + number, 0);
}
