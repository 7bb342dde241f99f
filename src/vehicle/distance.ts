import type { Heard } from "./samples";

/** The odometer is silent when it was not heard for this long, ms: the car sleeps, or has no odometer here. */
const ODOMETER_PATIENCE = 60_000;
/** Speed is heard in bursts; a longer gap than this, ms, cannot be bridged. */
const SPEED_GAP = 15_000;
/** The odometer counts kilometres or miles one by one; more than two at once, km, is a jump. */
const LONGEST_STEP = 3.5;
const MS_PER_HOUR = 3_600_000;

/** Kilometres driven, in steps of about one: by the odometer where it is heard, else by adding up the speed. */
export class Distance {
	#odometer: number | undefined = undefined;
	#speed: Heard | undefined = undefined;
	#sum = 0;

	/**
	 * To be called about once a second.
	 *
	 * @param odometer km.
	 * @param speed km/h.
	 * @returns km since the last step, 0 while there is none yet; `undefined` when the way since cannot be told.
	 */
	look(odometer: Heard | undefined, speed: Heard | undefined, now: number): number | undefined {
		if (odometer !== undefined && now - odometer.at <= ODOMETER_PATIENCE) {
			this.#speed = undefined;
			return this.count(odometer.value);
		}
		const counted = this.#odometer !== undefined;
		this.#odometer = undefined;
		const step = this.add(speed, now);
		// What the odometer had begun is not the speed's to finish.
		return counted ? undefined : step;
	}

	private count(odometer: number): number | undefined {
		const before = this.#odometer;
		this.#odometer = odometer;
		const step = odometer - (before ?? Number.NaN);
		return step >= 0 && step <= LONGEST_STEP ? step : undefined;
	}

	private add(speed: Heard | undefined, now: number): number | undefined {
		const before = this.#speed;
		this.#speed = speed;
		if (speed === undefined || before === undefined) return this.restart();
		const passed = speed.at - before.at;
		if (passed > SPEED_GAP || now - speed.at > SPEED_GAP) return this.restart();
		this.#sum += (((before.value + speed.value) / 2) * passed) / MS_PER_HOUR;
		if (this.#sum < 1) return 0;
		const step = this.#sum;
		this.#sum = 0;
		return step;
	}

	private restart(): undefined {
		this.#sum = 0;
	}
}
