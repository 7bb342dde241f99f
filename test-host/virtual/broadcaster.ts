import type { CanFrame } from "../../src/can/frame";
import type { Cancel, Clock } from "../../src/clock";
import type { Bus } from "./bus";

interface Stream {
	readonly frames: readonly CanFrame[];
	readonly periodMs: number;
	/** Which of the frames is next. */
	turn: number;
	/** When it is due, by the monotonic clock. */
	due: number;
}

/**
 * Sends periodic frames. It sends one frame for each turn of the clock, the longest overdue first, as a bus carries
 * one frame after another: two frames at the same instant would leave a receiver no time to fetch the first.
 */
export class Broadcaster {
	readonly #streams = new Map<number, Stream>();
	readonly #bus: Bus;
	readonly #clock: Clock;
	#cancel: Cancel | undefined;

	constructor(bus: Bus, clock: Clock) {
		this.#bus = bus;
		this.#clock = clock;
	}

	/** Whether anything is being sent. */
	get active(): boolean {
		return this.#streams.size > 0;
	}

	/** Sends `frames` in turn every `periodMs` in place of what was sent under `id`; an empty list ends that. */
	set(id: number, frames: readonly CanFrame[], periodMs: number): void {
		const now = this.#clock.monotonic();
		const before = this.#streams.get(id);
		if (frames.length === 0) this.#streams.delete(id);
		else {
			const due = before === undefined ? now : Math.min(before.due, now + periodMs);
			this.#streams.set(id, { frames, periodMs, turn: 0, due });
		}
		this.#schedule();
	}

	/** Ends everything. */
	stop(): void {
		this.#streams.clear();
		this.#schedule();
	}

	#schedule(): void {
		this.#cancel?.();
		this.#cancel = undefined;
		const next = this.#next();
		if (next === undefined) return;
		this.#cancel = this.#clock.after(Math.max(0, next.due - this.#clock.monotonic()), () => this.#send(next));
	}

	#next(): Stream | undefined {
		let next: Stream | undefined;
		for (const stream of this.#streams.values()) {
			if (next === undefined || stream.due < next.due) next = stream;
		}
		return next;
	}

	#send(stream: Stream): void {
		const { frames, periodMs } = stream;
		const frame = frames[stream.turn] as CanFrame;
		stream.turn = (stream.turn + 1) % frames.length;
		const missed = Math.max(0, Math.floor((this.#clock.monotonic() - stream.due) / periodMs));
		// What could not be sent in time is gone: making up for it would be a burst that no car sends.
		stream.due += (missed + 1) * periodMs;
		this.#bus.send(frame);
		this.#schedule();
	}
}
