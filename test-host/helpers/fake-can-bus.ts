import type { CanBus, CanMode } from "../../src/can/can-bus";
import type { CanFrame } from "../../src/can/frame";
import { formatFrame, parseFrame } from "../virtual/frame-text";

/** A CAN bus that writes down what is done with it: modes, and frames as `0x79B#022101…`. */
export class FakeCanBus implements CanBus {
	readonly accept: readonly number[];
	readonly #onFrame: (frame: CanFrame) => void;
	readonly #log: string[] = [];
	mode: CanMode = "listen-only";
	closed = false;

	constructor(accept: readonly number[] = [], onFrame: (frame: CanFrame) => void = () => {}) {
		this.accept = accept;
		this.#onFrame = onFrame;
	}

	setMode(mode: CanMode): void {
		this.mode = mode;
		this.#log.push(mode);
	}

	send(frame: CanFrame): boolean {
		this.#log.push(formatFrame(frame));
		return this.mode === "normal";
	}

	abort(): void {}
	poll(): void {}

	close(): void {
		this.closed = true;
	}

	/** Somebody sends frames on the bus; those that are not accepted do not come through. */
	hear(...frames: readonly string[]): void {
		for (const frame of frames.map(parseFrame)) if (this.accept.includes(frame.id)) this.#onFrame(frame);
	}

	/** What was written down since the last call. */
	take(): string[] {
		return this.#log.splice(0);
	}
}
