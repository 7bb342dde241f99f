import type { BusFrame } from "./bus-frame";
import { frameBits, INTERFRAME_BITS } from "./wire-bits";

/** The wire inside the chip that loopback mode sends on: a frame takes as long as it would on the bus (10.4). */
export class Loopback {
	readonly #now: () => number;
	#frame: BusFrame | undefined;
	#endsAt = 0;
	/** When the next frame may begin. */
	#freeAt = 0;
	/** While ends of frames are told late: what begins now has begun when the wire was free. */
	#late = false;

	/** @param now - Milliseconds. */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** As a reset does: the frame on the wire is lost. */
	reset(): void {
		this.#frame = undefined;
		this.#freeAt = 0;
	}

	/** Puts a frame on the wire, when the one before has ended. */
	start(frame: BusFrame, bitrate: number): void {
		const beginsAt = this.#late ? this.#freeAt : Math.max(this.#now(), this.#freeAt);
		const bitMs = 1000 / bitrate;
		this.#frame = frame;
		this.#endsAt = beginsAt + frameBits(frame) * bitMs;
		this.#freeAt = this.#endsAt + INTERFRAME_BITS * bitMs;
	}

	/** Tells the ends that have passed, in order; `onEnd` may start the next frame. */
	catchUp(onEnd: (frame: BusFrame) => void): void {
		this.#late = true;
		while (this.#frame !== undefined && this.#endsAt <= this.#now()) {
			const frame = this.#frame;
			this.#frame = undefined;
			onEnd(frame);
		}
		this.#late = false;
	}
}
