import type { Cancel, Clock } from "../../src/clock";

interface Timer {
	due: number;
	/** How long until it fires again; `undefined` for a timer that fires once. */
	readonly periodMs: number | undefined;
	readonly callback: () => void;
}

/**
 * A clock that stands still until a test moves it. Timers fire in the order in which they fall due, those due
 * together in the order in which they were set, and each of them sees `monotonic()` at its own time.
 */
export class ManualClock implements Clock {
	readonly #timers: Timer[] = [];
	#now = 0;
	#utcAtBoot: number | undefined;

	/** @param utc - Milliseconds since 1970 at the start; left out: nobody has told the time yet. */
	constructor(utc?: number) {
		this.#utcAtBoot = utc;
	}

	/** How many timers are waiting: a test of clean shutdown expects 0. */
	get pending(): number {
		return this.#timers.length;
	}

	monotonic(): number {
		return this.#now;
	}

	utc(): number | undefined {
		return this.#utcAtBoot === undefined ? undefined : this.#utcAtBoot + this.#now;
	}

	/** Tells the clock what time it is now, in milliseconds since 1970, or makes it forget. */
	setUtc(utc: number | undefined): void {
		this.#utcAtBoot = utc === undefined ? undefined : utc - this.#now;
	}

	after(ms: number, callback: () => void): Cancel {
		return this.#add({ due: this.#now + Math.max(0, ms), periodMs: undefined, callback });
	}

	every(ms: number, callback: () => void): Cancel {
		// Otherwise advance() would never come to an end.
		if (!(ms > 0)) throw new RangeError(`a period of ${ms} ms`);
		return this.#add({ due: this.#now + ms, periodMs: ms, callback });
	}

	/** Lets `ms` milliseconds pass and fires everything due until then, also what is set meanwhile. */
	advance(ms: number): void {
		const end = this.#now + ms;
		for (let timer = this.#timers[0]; timer !== undefined && timer.due <= end; timer = this.#timers[0]) {
			this.#timers.shift();
			this.#now = Math.max(this.#now, timer.due);
			if (timer.periodMs !== undefined) this.#insert(timer, this.#now + timer.periodMs);
			timer.callback();
		}
		this.#now = end;
	}

	/** Lets `ms` milliseconds pass in which nothing fires, as in a process that is busy: timers are late then. */
	stall(ms: number): void {
		this.#now += ms;
	}

	#add(timer: Timer): Cancel {
		this.#insert(timer, timer.due);
		return () => {
			const index = this.#timers.indexOf(timer);
			if (index >= 0) this.#timers.splice(index, 1);
		};
	}

	#insert(timer: Timer, due: number): void {
		timer.due = due;
		const later = this.#timers.findIndex((other) => other.due > due);
		this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
	}
}
