import { READING } from "./gates";
import type { Readings } from "./readings";

/**
 * What is older than this, ms, says nothing about now. The controller hears some messages only in short bursts ten
 * seconds apart, because it has fewer filters than there are messages.
 */
export const CHARGE_PATIENCE = 30_000;
/** The charge mode is polled, so its age may be higher, ms. */
const MODE_PATIENCE = 90_000;
/** The charge bits of 0x1D4 also show for a tenth of a second at power-up: this long, ms, makes a charge of them. */
const SUSTAINED = 1000;
const CHARGE_BITS = 0xc0;
/** Faster than this, km/h, the car drives and what flows into the battery is regeneration. */
const STANDING = 1;
/** Speed is heard in bursts, too; a car that stops and is plugged in takes longer than this, ms. */
const SPEED_PATIENCE = 15_000;
/** Current that counts as a charge, A, as a mean over this time, ms. */
const INFLOW = Object.freeze({ amperes: 1, window: 10_000 });

/** A verdict of one kind of evidence: `pending` while it must first be seen for longer. */
export type Verdict = boolean | "pending" | undefined;

/** Whether speed or gear show that the car is being driven. */
export function driven(readings: Readings, now: number): boolean {
	const selected = readings.fresh(READING.gear, now, CHARGE_PATIENCE) ?? 0;
	return (readings.fresh(READING.speed, now, SPEED_PATIENCE) ?? 0) > STANDING || selected > 1;
}

/** The charge bits of 0x1D4, heard at least twice over a second with nothing contrary between. */
export class StatusEvidence {
	#since: number | undefined = undefined;
	#last = 0;

	/** Looks at the readings; to be called about once a second. */
	look(readings: Readings, now: number): Verdict {
		const raw = readings.fresh(READING.chargeStatus, now, CHARGE_PATIENCE);
		if (raw === undefined || (raw & CHARGE_BITS) !== CHARGE_BITS) {
			this.#since = undefined;
			return raw === undefined ? undefined : false;
		}
		const at = readings.at(READING.chargeStatus);
		// Two power-ups with a sleep between are not one charge.
		if (this.#since === undefined || at - this.#last > CHARGE_PATIENCE) this.#since = at;
		this.#last = at;
		return at - this.#since >= SUSTAINED ? true : "pending";
	}
}

/** What the car answers when asked for its charge mode: 0 none, 1 and 2 AC, 3 quick (Leaf protocol facts, 4.9). */
export function chargeMode(readings: Readings, now: number): number | undefined {
	return readings.fresh(READING.chargeMode, now, MODE_PATIENCE);
}

/** Current into the battery of a car that stands in P with its main relay closed. */
export class InflowEvidence {
	#from: number | undefined = undefined;
	#sum = 0;
	#looks = 0;
	#verdict: boolean | undefined = undefined;

	/** Looks at the readings; to be called about once a second. */
	look(readings: Readings, now: number): Verdict {
		const current = readings.fresh(READING.current, now, CHARGE_PATIENCE);
		const relay = readings.fresh(READING.mainRelay, now, CHARGE_PATIENCE);
		if (current === undefined) return this.conclude(undefined);
		if (driven(readings, now) || relay === 0) return this.conclude(false);
		const verdict = now - (this.#from ?? now) < INFLOW.window ? this.#verdict : this.mean(readings, now);
		this.#from ??= now;
		this.#sum += current;
		this.#looks += 1;
		return verdict ?? "pending";
	}

	/** A window is full: the next begins. */
	private mean(readings: Readings, now: number): boolean | undefined {
		if (this.#sum / this.#looks <= INFLOW.amperes) return this.conclude(false);
		// Without these two it might be a car that rolls downhill.
		const gear = readings.fresh(READING.gear, now, CHARGE_PATIENCE);
		const parked = gear !== undefined && readings.fresh(READING.mainRelay, now, CHARGE_PATIENCE) === 1;
		return this.conclude(parked ? true : undefined);
	}

	private conclude(verdict: boolean | undefined): boolean | undefined {
		this.#from = undefined;
		this.#sum = 0;
		this.#looks = 0;
		this.#verdict = verdict;
		return verdict;
	}
}
