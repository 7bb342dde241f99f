import { Call, Event, uint32 } from "../wire";
import { call, listen, newHandle, unlisten } from "./link";

type Callback = () => void;

/** `timer` of the virtual board. */
export default class Timer {
	readonly #handle = newHandle();

	private constructor(callback: Callback, delay: number, interval: number | undefined) {
		const fire = () => {
			if (interval === undefined) unlisten(Event.TIMER, this.#handle);
			else call(Call.TIMER_SET, this.#handle, uint32(interval));
			callback();
		};
		listen(Event.TIMER, this.#handle, fire);
		call(Call.TIMER_SET, this.#handle, uint32(delay));
	}

	static set(callback: Callback, delay = 0): Timer {
		return new Timer(callback, delay, undefined);
	}

	static repeat(callback: Callback, interval: number): Timer {
		return new Timer(callback, interval, interval);
	}

	static clear(timer: Timer | undefined): void {
		if (timer === undefined) return;
		unlisten(Event.TIMER, timer.#handle);
		call(Call.TIMER_CLEAR, timer.#handle);
	}
}
