import type {
	Acceptance,
	CanBus,
	CanBusEvents,
	CanFault,
	CanMode,
	OutgoingFrame,
} from "../../src/can/can-bus";
import { formatFrame, parseFrame } from "../virtual/frame-text";

/** A CAN bus that writes down what is done with it: modes, and frames as `0x79B#022101…`. */
export class FakeCanBus implements CanBus {
	readonly accept: Acceptance;
	readonly #events: CanBusEvents;
	readonly crystal = 8_000_000;
	readonly #log: string[] = [];
	mode: CanMode = "listen-only";
	closed = false;
	/** What `send` returns, when the controller takes part in the bus. */
	free = true;
	aborted = 0;

	constructor(
		accept: Acceptance = { replies: [], always: [], inTurn: [] },
		events: CanBusEvents = { onFrame: () => {}, onFault: () => {} },
	) {
		this.accept = accept;
		this.#events = events;
	}

	setMode(mode: CanMode): void {
		this.mode = mode;
		this.#log.push(mode);
	}

	send(frame: OutgoingFrame): boolean {
		this.#log.push(formatFrame(frame));
		return this.free && (this.mode === "normal" || this.mode === "one-shot");
	}

	abort(): void {
		this.aborted += 1;
	}

	poll(): void {}

	close(): void {
		this.closed = true;
	}

	/** Somebody sends frames on the bus; those that are not accepted do not come through. */
	hear(...frames: readonly string[]): void {
		const { replies, always, inTurn } = this.accept;
		const accepted = [...replies, ...always, ...inTurn];
		for (const frame of frames.map(parseFrame)) {
			if (accepted.length === 0 || accepted.includes(frame.id)) this.#events.onFrame(frame);
		}
	}

	/** Something goes wrong with the controller. */
	fail(fault: CanFault): void {
		this.#events.onFault(fault);
	}

	/** What was written down since the last call. */
	take(): string[] {
		return this.#log.splice(0);
	}
}
