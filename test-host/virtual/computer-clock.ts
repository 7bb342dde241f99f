import type { Clock } from "../../src/clock";

/** The computer's own time. */
export const computerClock: Clock = {
	monotonic: () => performance.now(),
	utc: () => Date.now(),
	after: (ms, callback) => {
		const timer = setTimeout(callback, ms);
		return () => clearTimeout(timer);
	},
	every: (ms, callback) => {
		const timer = setInterval(callback, ms);
		return () => clearInterval(timer);
	},
};
