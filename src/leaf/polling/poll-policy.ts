import type { CarBus } from "../car-bus";
import { type BusEvidence, evidenceOn } from "./bus-evidence";

/** Least time between the last frame of a diagnostic conversation and our next request, ms. */
const GAP = 100;
/** Pause after another tester was heard, ms: its replies and ours would be mixed up. */
const TESTER_PAUSE = 10_000;
/** Pause after so many errors that the controller left the bus, ms: something is wrong, and it may be us. */
const BUS_OFF_PAUSE = 600_000;

/**
 * What the next poll waits for: `asking` the answer to a request, `bus-off` the end of the pause after errors,
 * `other-tester` the one after somebody else's request, `bus-silent` any frame, `no-ignition` the next time that a
 * silent bus may be tried, `gap` a moment's silence, `not-yet` its time, `now` nothing.
 */
export type PollVerdict =
	| "now"
	| "not-yet"
	| "gap"
	| "bus-silent"
	| "no-ignition"
	| "other-tester"
	| "bus-off"
	| "asking";

/** Whether anything may be sent (Leaf protocol facts, 1.5). Times are monotonic ms. */
export class PollPolicy {
	readonly #evidence: BusEvidence;
	#busOffUntil = 0;
	#testerUntil = 0;
	#gapUntil = 0;

	constructor(bus: CarBus) {
		this.#evidence = evidenceOn(bus);
	}

	/** Any frame was received. */
	heard(now: number): void {
		this.#evidence.heard(now);
	}

	/** A frame of a diagnostic reply was received, whoever had asked. */
	replied(now: number): void {
		this.#evidence.replied(now);
		this.ended(now);
	}

	/** A conversation has come to an end. */
	ended(now: number): void {
		this.#gapUntil = now + GAP;
	}

	/** A request of ours got no answer, or not all of it. */
	unanswered(now: number): void {
		this.#evidence.unanswered(now);
	}

	/** Somebody else's request was received, or the answer to one. */
	heardTester(now: number): void {
		this.#testerUntil = now + TESTER_PAUSE;
	}

	/** The controller has left the bus. */
	busOff(now: number): void {
		this.#busOffUntil = now + BUS_OFF_PAUSE;
	}

	/** Whether a request may be sent now, or why not. */
	verdict(now: number): PollVerdict {
		if (now < this.#busOffUntil) return "bus-off";
		if (now < this.#testerUntil) return "other-tester";
		if (this.#evidence.waitMs(now) > 0) return this.#evidence.lacking;
		return now < this.#gapUntil ? "gap" : "now";
	}

	/** How long at least until a request may be sent, ms. When something must be heard first, nobody knows. */
	waitMs(now: number): number {
		const until = Math.max(this.#busOffUntil, this.#testerUntil, this.#gapUntil);
		const evidence = this.#evidence.waitMs(now);
		return Math.max(0, until - now, evidence === Number.POSITIVE_INFINITY ? 0 : evidence);
	}

	/** How a request is to be sent now. */
	mode(now: number): "normal" | "one-shot" {
		return this.#evidence.mode(now);
	}

	/** Whether the car sleeps. */
	asleep(now: number): boolean {
		return this.#evidence.asleep(now);
	}
}
