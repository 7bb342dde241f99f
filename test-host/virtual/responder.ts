import { separationMs } from "../../src/can/flow-control";
import type { CanFrame } from "../../src/can/frame";
import type { Cancel, Clock } from "../../src/clock";
import type { Bus } from "./bus";

/** How quick a control unit is by itself, in milliseconds. */
export interface Pace {
	/** From the request to the first frame of the reply. */
	readonly replyMs: number;
	/** Between two frames of a reply; longer where the receiver asks for it. */
	readonly gapMs: number;
}

/** A Leaf's battery controller answers after 1 to 9 ms and sends a frame every 8 to 12 ms. */
export const LEAF_PACE: Pace = { replyMs: 2, gapMs: 8 };

/** A receiver that is silent for so long has lost its reply (N_Bs of ISO 15765-2, table 16, in milliseconds). */
const FORGET_MS = 1000;

const FIRST_FRAME = 1;
const CONSECUTIVE_FRAME = 2;
const FLOW_CONTINUE = 0;
const FLOW_WAIT = 1;

/** One control unit of the car sending a reply: the sender's half of ISO 15765-2, for frames that are ready-made. */
export class Responder {
	readonly #bus: Bus;
	readonly #clock: Clock;
	readonly #pace: Pace;
	/** What is still to be sent of the reply; empty when there is none. */
	#rest: readonly CanFrame[] = [];
	#waiting = false;
	/** Consecutive frames until the next flow control. */
	#block = 0;
	#gapMs = 0;
	#cancel: Cancel | undefined;

	constructor(bus: Bus, clock: Clock, pace: Pace) {
		this.#bus = bus;
		this.#clock = clock;
		this.#pace = pace;
	}

	/** Begins a reply. Without effect during another one: the Leaf's battery controller drops such requests. */
	reply(frames: readonly CanFrame[]): void {
		if (this.#rest.length > 0 || frames.length === 0) return;
		this.#rest = frames;
		this.#gapMs = this.#pace.gapMs;
		this.#after(this.#pace.replyMs, () => this.#send());
	}

	/** Takes a flow-control frame (ISO 15765-2, 9.6.5). An unexpected one is ignored. */
	flowControl({ dlc, data }: CanFrame): void {
		if (!this.#waiting || dlc < 3) return;
		const [status, blockSize, separation] = [
			(data[0] as number) & 0x0f,
			data[1] as number,
			data[2] as number,
		];
		if (status === FLOW_CONTINUE) {
			this.#waiting = false;
			this.#block = blockSize === 0 ? Number.POSITIVE_INFINITY : blockSize;
			this.#gapMs = Math.max(this.#pace.gapMs, separationMs(separation));
			this.#after(this.#gapMs, () => this.#send());
		} else if (status === FLOW_WAIT) this.#wait();
		// Overflow, and the reserved values, end the reply.
		else this.stop();
	}

	/** Forgets the reply. */
	stop(): void {
		this.#cancel?.();
		this.#rest = [];
		this.#waiting = false;
	}

	/** The state is settled before the frame goes out, because the answer to it may come during that very call. */
	#send(): void {
		const [frame, ...rest] = this.#rest as [CanFrame, ...CanFrame[]];
		this.#rest = rest;
		if (rest.length > 0) {
			if (this.#mustWaitAfter(frame)) this.#wait();
			else this.#after(this.#gapMs, () => this.#send());
		}
		this.#bus.send(frame);
	}

	#mustWaitAfter({ data }: CanFrame): boolean {
		const type = (data[0] as number) >> 4;
		if (type === CONSECUTIVE_FRAME) this.#block--;
		return type === FIRST_FRAME || (type === CONSECUTIVE_FRAME && this.#block === 0);
	}

	#wait(): void {
		this.#waiting = true;
		this.#after(FORGET_MS, () => this.stop());
	}

	#after(ms: number, callback: () => void): void {
		this.#cancel?.();
		this.#cancel = this.#clock.after(ms, callback);
	}
}
