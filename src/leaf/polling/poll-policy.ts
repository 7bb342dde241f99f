/** The bus has spoken this recently, ms, so a node that sends is not the only one awake. */
const BUS_ALIVE = 1000;
/** Pause after another tester was heard, ms: its replies and ours would be mixed up. */
const TESTER_PAUSE = 10_000;
/** Time between two polls that were answered, ms. */
const PERIOD = 10_000;
/** Pauses after polls that nobody answered, ms: a car that sleeps is left alone. */
const SILENCE_PAUSES: readonly number[] = Object.freeze([2000, 10_000, 60_000, 600_000]);

/** What the next poll waits for. */
export type PollVerdict = "now" | "not-yet" | "bus-silent" | "other-tester";

/** When the battery may be asked (Leaf protocol facts, 1.5). Times are monotonic ms. */
export class PollPolicy {
	readonly #silentBusAllowed: boolean;
	#lastHeard: number | undefined = undefined;
	#lastTester: number | undefined = undefined;
	#unanswered = 0;
	#notBefore = 0;

	/** @param silentBusAllowed Behind the gateway of the 2018+ plug nothing is ever broadcast. */
	constructor(silentBusAllowed: boolean) {
		this.#silentBusAllowed = silentBusAllowed;
	}

	/** Any frame was received. */
	heard(now: number): void {
		if (this.#lastHeard === undefined || now - this.#lastHeard > BUS_ALIVE) this.#wokenUp(now);
		this.#lastHeard = now;
	}

	/** Somebody else's request was received. */
	heardTester(now: number): void {
		this.#lastTester = now;
	}

	/** Our last poll was answered. */
	answered(now: number): void {
		this.#unanswered = 0;
		this.#notBefore = now + PERIOD;
	}

	/** Our last poll was not answered in time, or not wholly. */
	failed(now: number): void {
		const pause = SILENCE_PAUSES[Math.min(this.#unanswered, SILENCE_PAUSES.length - 1)] ?? PERIOD;
		this.#unanswered += 1;
		this.#notBefore = now + pause;
	}

	/** Whether to poll now, or why not. */
	verdict(now: number): PollVerdict {
		const since = (time: number | undefined) => (time === undefined ? Number.POSITIVE_INFINITY : now - time);
		if (since(this.#lastTester) < TESTER_PAUSE) return "other-tester";
		if (!this.#silentBusAllowed && since(this.#lastHeard) > BUS_ALIVE) return "bus-silent";
		return now >= this.#notBefore ? "now" : "not-yet";
	}

	/** A car that has just woken up has not yet been asked in vain. */
	#wokenUp(now: number): void {
		// Behind the gateway nothing is heard but answers, and what has come may be a refusal.
		if (this.#silentBusAllowed || this.#unanswered === 0) return;
		this.#notBefore = now;
		this.#unanswered = 0;
	}
}
