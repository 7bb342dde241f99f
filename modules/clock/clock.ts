import Time from "time";
import Timer from "timer";
import { Stopwatch } from "./stopwatch";

/** The device's clock (fits the application's `Clock` port). Its functions can be passed on without it. */
export class DeviceClock {
	readonly #floor: number;
	/** The SDK's ticks have 32 bits on the ESP32, and the car stands for weeks. */
	readonly #stopwatch = new Stopwatch(() => Time.ticks);
	/** What the system's clock, which takes whole seconds only and on Linux none, is behind, ms. */
	#behind = 0;

	/** @param floor A time before this one means that nobody has set the clock, ms since 1970 UTC. */
	constructor(floor: number) {
		this.#floor = floor;
	}

	readonly monotonic = (): number => this.#stopwatch.elapsed();

	/**
	 * The ESP32 counts on through a restart and a crash, and begins with 1970 when it had no power. So a time after the
	 * floor is one that this firmware has set: it is good for certificates before any time server has answered.
	 */
	readonly utc = (): number | undefined => {
		const now = Date.now() + this.#behind;
		return now >= this.#floor ? now : undefined;
	};

	/** Sets the clock, ms since 1970 UTC. In one step: nothing but timestamps and certificates depends on it. */
	setUtc(utc: number): void {
		Time.set(Math.floor(utc / 1000));
		this.#behind = utc - Date.now();
	}

	readonly after = (ms: number, callback: () => void): (() => void) => {
		const timer = Timer.set(callback, ms);
		// The SDK passes over a timer that has expired, or was cleared before (modules/base/timer/modTimer.c).
		return () => Timer.clear(timer);
	};

	readonly every = (ms: number, callback: () => void): (() => void) => {
		const timer = Timer.repeat(callback, ms);
		return () => Timer.clear(timer);
	};
}
