import type { CanFrame } from "../../src/can/frame";
import { emptyFrame } from "../../src/can/frame";
import type { Cancel, Clock } from "../../src/clock";
import type { Bus, Participant } from "./bus";

/** One line of a candump log. */
export interface LogEntry {
	/** When it was received, in seconds; only differences count. */
	readonly t: number;
	/** Identifier, 0 to 0x7FF. */
	readonly id: number;
	/** 0 to 8 bytes. */
	readonly data: Uint8Array;
}

/** What is replayed, where and how fast. */
export interface ReplayOptions {
	readonly log: readonly LogEntry[];
	readonly bus: Bus;
	readonly clock: Clock;
	/** Times as fast as recorded, 1 when left out; `max`: as fast as the receiver takes it. */
	readonly speed?: number | "max";
	/**
	 * Resolves when the receiver has fetched what it was sent. Where frames follow each other faster than the clock
	 * ticks, the next one waits for this; when left out, for the next turn of the clock.
	 */
	readonly ready?: () => Promise<void>;
	/** Called once, when the receiver has taken the last frame. */
	readonly onEnd?: () => void;
}

/** Plays a recording of a car on the bus. It acknowledges every frame and answers none. */
export class Replay implements Participant {
	readonly #log: readonly LogEntry[];
	readonly #bus: Bus;
	readonly #clock: Clock;
	readonly #msPerSecond: number;
	readonly #ready: (() => Promise<void>) | undefined;
	readonly #onEnd: (() => void) | undefined;
	readonly #frame: CanFrame = emptyFrame();
	#position = 0;
	/** When time 0 of the recording was, by the monotonic clock. */
	readonly #start: number;
	/** When the next frame is due, likewise. */
	#due: number;
	#stopped = false;
	#cancel: Cancel | undefined;

	/** Begins with the first frame at the next turn of the clock. */
	constructor({ log, bus, clock, speed = 1, ready, onEnd }: ReplayOptions) {
		if (speed !== "max" && !(speed > 0)) throw new RangeError(`a speed of ${speed}`);
		this.#log = log;
		this.#bus = bus;
		this.#clock = clock;
		this.#msPerSecond = speed === "max" ? 0 : 1000 / speed;
		this.#ready = ready;
		this.#onEnd = onEnd;
		this.#due = clock.monotonic();
		this.#start = this.#due - (log[0]?.t ?? 0) * this.#msPerSecond;
		this.#cancel = clock.after(0, () => this.#step());
	}

	receive(): boolean {
		return true;
	}

	stop(): void {
		this.#stopped = true;
		this.#cancel?.();
	}

	#step(): void {
		if (this.#stopped) return;
		const entry = this.#log[this.#position];
		if (entry === undefined) {
			this.#stopped = true;
			this.#onEnd?.();
			return;
		}
		this.#send(entry);
		this.#position++;
		const next = this.#log[this.#position];
		// Some recorders write lines a little out of order: such a frame comes at once.
		if (next !== undefined) this.#due = Math.max(this.#due, this.#start + next.t * this.#msPerSecond);
		const wait = this.#due - this.#clock.monotonic();
		if (wait > 0 || this.#ready === undefined) {
			this.#cancel = this.#clock.after(Math.max(0, wait), () => this.#step());
		} else void this.#ready().then(() => this.#step());
	}

	#send({ id, data }: LogEntry): void {
		this.#frame.id = id;
		this.#frame.dlc = data.length;
		this.#frame.data.set(data);
		this.#bus.send(this.#frame);
	}
}
