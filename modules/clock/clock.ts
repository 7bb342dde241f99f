import Time from "time";
import Timer from "timer";

/** A time before this one means that nobody has set the clock: 2026-01-01 UTC, ms since 1970. */
const FLOOR = 1_767_225_600_000;

/** The device's clock (fits the application's `Clock` port). */
export const deviceClock = Object.freeze({
	monotonic: (): number => Time.ticks,

	utc(): number | undefined {
		const now = Date.now();
		return now >= FLOOR ? now : undefined;
	},

	after(ms: number, callback: () => void): () => void {
		let timer: Timer | undefined = Timer.set(() => {
			timer = undefined;
			callback();
		}, ms);
		return () => {
			Timer.clear(timer);
			timer = undefined;
		};
	},

	every(ms: number, callback: () => void): () => void {
		let timer: Timer | undefined = Timer.repeat(callback, ms);
		return () => {
			Timer.clear(timer);
			timer = undefined;
		};
	},
});
