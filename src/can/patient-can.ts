import type { Cancel, Clock } from "../clock";
import type { Acceptance, CanBus, CanBusEvents, OpenCanBus } from "./can-bus";

/** Pause before a CAN controller that did not answer is tried again, ms. */
const RETRY = 10_000;

/** A CAN bus that is opened again and again until it is there. */
export class PatientCan {
	readonly #clock: Pick<Clock, "after">;
	readonly #open: OpenCanBus;
	#can: CanBus | undefined = undefined;
	#cancelRetry: Cancel | undefined = undefined;

	constructor(clock: Pick<Clock, "after">, open: OpenCanBus) {
		this.#clock = clock;
		this.#open = open;
	}

	/** `undefined` until it is there. */
	get can(): CanBus | undefined {
		return this.#can;
	}

	/** In place of what was open before. Each attempt that fails is a fault. */
	open(accept: Acceptance, events: CanBusEvents): void {
		this.close();
		this.attempt(accept, events);
	}

	close(): void {
		this.#cancelRetry?.();
		this.#cancelRetry = undefined;
		this.#can?.close();
		this.#can = undefined;
	}

	private attempt(accept: Acceptance, events: CanBusEvents): void {
		this.#cancelRetry = undefined;
		const opened = this.#open(accept, events);
		if (!("reason" in opened)) {
			this.#can = opened;
			return;
		}
		events.onFault(opened.reason);
		this.#cancelRetry = this.#clock.after(RETRY, () => this.attempt(accept, events));
	}
}
