import { type CanFrame, emptyFrame } from "../../src/can/frame";
import type { Bus } from "./bus";

/** More waiting frames than this are a device that has stopped: they are lost, as on any bus. */
const MOST_WAITING = 1000;

/**
 * A wire that gives a frame to its receiver when that has fetched the one before. The firmware of a virtual device is a
 * process behind a pipe, which takes a hundred times as long for a frame as the board does: without patience a car's
 * messages back to back would overrun it, which says nothing about the board.
 */
export class PatientBus implements Bus {
	readonly #deliver: (frame: CanFrame) => void;
	readonly #ready: () => Promise<void>;
	readonly #waiting: CanFrame[] = [];
	#busy = false;

	/**
	 * @param deliver Gives one frame to the receiver.
	 * @param ready Resolves when the receiver has fetched what it was given.
	 */
	constructor(deliver: (frame: CanFrame) => void, ready: () => Promise<void>) {
		this.#deliver = deliver;
		this.#ready = ready;
	}

	send({ id, dlc, data }: CanFrame): void {
		if (this.#waiting.length >= MOST_WAITING) return;
		const copy = emptyFrame();
		copy.id = id;
		copy.dlc = dlc;
		copy.data.set(data);
		this.#waiting.push(copy);
		if (!this.#busy) void this.#drain();
	}

	async #drain(): Promise<void> {
		this.#busy = true;
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
			this.#deliver(next);
			await this.#ready();
		}
		this.#busy = false;
	}
}
