import type { CarBus } from "../car-bus";
import { pauseAfter } from "./pauses";

/** The bus has spoken this recently, ms, so a node that sends is not the only one awake (Leaf protocol facts, 1.5). */
const BUS_ALIVE = 1000;
/** The bus has been silent so long, ms, that the car sleeps (Leaf protocol facts, 1.4). */
const BUS_ASLEEP = 2000;
/** A reply this recent, ms, says that the ignition is on. More than the period of the most frequent poll. */
const IGNITION_ON = 15_000;
/** Behind the gateway a car that has not answered for so long, ms, has been switched off. */
const IGNITION_OFF = 600_000;

/** What speaks for somebody on the bus being awake, who acknowledges what we send. Times are monotonic ms. */
export interface BusEvidence {
	/** What is missing when there is none. */
	readonly lacking: "bus-silent" | "no-ignition";
	/** Any frame was received. */
	heard(now: number): void;
	/** A control unit has answered, us or another tester. */
	replied(now: number): void;
	/** A request of ours was not answered. */
	unanswered(now: number): void;
	/** How long until a request may be sent, ms; infinite when something must be heard first. */
	waitMs(now: number): number;
	/** How to send it. */
	mode(now: number): "normal" | "one-shot";
	/** Whether the car sleeps, so that what it said before may not be true when it wakes up. */
	asleep(now: number): boolean;
}

/** A bus on which the control units talk all the time. */
class TalkingBus implements BusEvidence {
	readonly lacking = "bus-silent";
	#lastHeard = Number.NEGATIVE_INFINITY;

	heard(now: number): void {
		this.#lastHeard = now;
	}

	replied(now: number): void {
		this.#lastHeard = now;
	}

	unanswered(): void {}

	waitMs(now: number): number {
		return now - this.#lastHeard <= BUS_ALIVE ? 0 : Number.POSITIVE_INFINITY;
	}

	mode(): "normal" {
		return "normal";
	}

	asleep(now: number): boolean {
		return now - this.#lastHeard > BUS_ASLEEP;
	}
}

/**
 * The plug of 2018+ cars, behind whose gateway nothing is broadcast, and nobody answers without ignition. Only a
 * reply tells that it is on. Without one a single request is risked now and then, in pauses that grow until one is
 * answered, and not repeated by the controller when nobody acknowledges it.
 */
class SilentBus implements BusEvidence {
	readonly lacking = "no-ignition";
	#lastReply = Number.NEGATIVE_INFINITY;
	#answering = false;
	#unanswered = 0;
	#notBefore = 0;

	heard(): void {}

	replied(now: number): void {
		this.#lastReply = now;
		this.#answering = true;
		this.#unanswered = 0;
	}

	unanswered(now: number): void {
		this.#answering = false;
		this.#unanswered += 1;
		this.#notBefore = now + pauseAfter(this.#unanswered);
	}

	waitMs(now: number): number {
		return this.#answering ? 0 : Math.max(0, this.#notBefore - now);
	}

	mode(now: number): "normal" | "one-shot" {
		return this.#answering && now - this.#lastReply <= IGNITION_ON ? "normal" : "one-shot";
	}

	asleep(now: number): boolean {
		return now - this.#lastReply > IGNITION_OFF;
	}
}

/** The evidence that there can be on a bus. */
export function evidenceOn(bus: CarBus): BusEvidence {
	return bus === "obd-gateway" ? new SilentBus() : new TalkingBus();
}
