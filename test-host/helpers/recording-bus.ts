import type { CanFrame } from "../../src/can/frame";
import type { Bus } from "../virtual/bus";
import { formatFrame } from "../virtual/frame-text";
import type { ManualClock } from "./manual-clock";

/** A bus that writes down what is sent on it, as `time frame`, for example `100 0x55B#A5C0`. */
export class RecordingBus implements Bus {
	/** Called during each transmission, as a receiver that answers at once. */
	onSend: ((frame: CanFrame) => void) | undefined;
	readonly #clock: ManualClock;
	#lines: string[] = [];

	constructor(clock: ManualClock) {
		this.#clock = clock;
	}

	send(frame: CanFrame): void {
		this.#lines.push(`${Math.round(this.#clock.monotonic() * 1000) / 1000} ${formatFrame(frame)}`);
		this.onSend?.(frame);
	}

	/** What was sent since the last call. */
	take(): string[] {
		const lines = this.#lines;
		this.#lines = [];
		return lines;
	}
}
