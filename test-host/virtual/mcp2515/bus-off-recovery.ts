import type { BusFrame } from "./bus-frame";
import { frameBits, RECESSIVE_END_BITS } from "./wire-bits";

/** How often as many recessive bits must have followed each other before the chip is back on the bus (figure 6-1). */
const RUNS = 128;
const BITS_IN_RUN = 11;

/** Counts the recessive bits that bring a chip back from bus-off; a living bus has some after each frame (6.7). */
export class BusOffRecovery {
	readonly #now: () => number;
	#recessiveSince: number | undefined;
	#runs = 0;

	/** @param now - Milliseconds. */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** From now on, unless it has begun already. */
	begin(): void {
		if (this.#recessiveSince !== undefined) return;
		this.#recessiveSince = this.#now();
		this.#runs = 0;
	}

	/** The chip is not in bus-off. */
	reset(): void {
		this.#recessiveSince = undefined;
	}

	/** A frame of another node has just ended; before that, its bits pass for recessive ones. */
	frame(frame: BusFrame, bitrate: number): void {
		if (this.#recessiveSince === undefined) return;
		const bitMs = 1000 / bitrate;
		this.#runs += this.#runsUntil(this.#now() - frameBits(frame) * bitMs, bitrate);
		this.#recessiveSince = this.#now() - RECESSIVE_END_BITS * bitMs;
	}

	/** Whether the chip may take part again. */
	complete(bitrate: number): boolean {
		return this.#runs + this.#runsUntil(this.#now(), bitrate) >= RUNS;
	}

	#runsUntil(time: number, bitrate: number): number {
		const bits = ((time - (this.#recessiveSince ?? time)) * bitrate) / 1000;
		// A clock in milliseconds does not hit the end of a bit exactly.
		return Math.max(0, Math.floor((bits + 0.01) / BITS_IN_RUN));
	}
}
