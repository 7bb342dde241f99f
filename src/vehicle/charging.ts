import {
	CHARGE_PATIENCE,
	chargeMode,
	driven,
	InflowEvidence,
	StatusEvidence,
	type Verdict,
} from "./charge-evidence";
import { type ChargeKind, chargerState } from "./charger-status";
import { READING } from "./gates";
import type { Readings } from "./readings";

/** On-board charger power above which it charges, kW. */
const AC_POWER = 0.2;
/** No on-board charger reaches this at the battery without telling its power, A. */
const QUICK_CURRENT = 15;
/** The on-board charger is taken to be idle when it says so this long, ms, after the charge began. */
const AC_START = 3000;
/** A charger that has not been heard this long, ms, after the charge began is not on this bus. */
const NO_CHARGER = 15_000;

/**
 * Whether the car charges, and from what (robust rule of Leaf protocol facts, 2.8). Regeneration is never called
 * charging. What is not known is `undefined`; a bus that falls silent makes it unknown after half a minute.
 */
export class Charging {
	readonly #status = new StatusEvidence();
	readonly #inflow = new InflowEvidence();
	#value: boolean | undefined = undefined;
	#at = 0;
	#began = 0;
	#kind: ChargeKind | undefined = undefined;

	/** Whether the car charges. */
	get value(): boolean | undefined {
		return this.#value;
	}

	/** Monotonic time of the frame on which `value` rests, ms; without meaning while that is unknown. */
	get at(): number {
		return this.#at;
	}

	/** From what it charges, as soon as that is clear; `undefined` when it does not charge. */
	get kind(): ChargeKind | undefined {
		return this.#kind;
	}

	/** Looks at the readings; to be called about once a second. `now`: monotonic ms. */
	look(readings: Readings, now: number): void {
		const verdict = this.judge(readings, now);
		if (verdict === "pending") {
			if (now - this.#at > CHARGE_PATIENCE) this.#value = undefined;
		} else {
			if (verdict === true && this.#value !== true) this.#began = now;
			this.#value = verdict;
		}
		// Alternating current is sure of itself; a quick charge is told by the silence of the other charger.
		if (this.#value !== true) this.#kind = undefined;
		else if (this.#kind !== "ac") this.#kind = this.kindOf(readings, now) ?? this.#kind;
	}

	/** The strongest evidence there is decides: the car's own word, its answer, else the current. */
	private judge(readings: Readings, now: number): Verdict {
		const inflow = this.#inflow.look(readings, now);
		const status = this.#status.look(readings, now);
		if (status !== undefined) {
			return this.restOn(readings.at(READING.chargeStatus), driven(readings, now) ? false : status);
		}
		const mode = chargeMode(readings, now);
		if (mode !== undefined) return this.restOn(readings.at(READING.chargeMode), mode !== 0);
		return this.restOn(readings.at(READING.current), inflow);
	}

	private restOn(at: number, verdict: Verdict): Verdict {
		if (verdict !== "pending") this.#at = at;
		return verdict;
	}

	private kindOf(readings: Readings, now: number): ChargeKind | undefined {
		const mode = chargeMode(readings, now) ?? 0;
		if (mode !== 0) return mode === 3 ? "quick" : "ac";
		const state = chargerState(readings.fresh(READING.chargerStatus, now, CHARGE_PATIENCE));
		if (state.kind !== undefined) return state.kind;
		const power = readings.fresh(READING.chargerPower, now, CHARGE_PATIENCE);
		if (power === undefined) {
			const strong = (readings.fresh(READING.current, now, CHARGE_PATIENCE) ?? 0) > QUICK_CURRENT;
			return strong && now - this.#began >= NO_CHARGER ? "quick" : undefined;
		}
		if (power > AC_POWER) return "ac";
		return state.idle && readings.at(READING.chargerPower) - this.#began >= AC_START ? "quick" : undefined;
	}
}
