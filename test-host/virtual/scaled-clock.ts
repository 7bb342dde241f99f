import type { Clock } from "../../src/clock";

/** A clock that runs `speed` times as fast as the one it is made of, from now on. */
export function scaledClock(clock: Clock, speed: number): Clock {
	if (!(speed > 0 && speed < Number.POSITIVE_INFINITY)) throw new RangeError(`a speed of ${speed}`);
	const start = clock.monotonic();
	return {
		monotonic: () => clock.monotonic() * speed,
		utc: () => {
			const now = clock.utc();
			return now === undefined ? undefined : now + (clock.monotonic() - start) * (speed - 1);
		},
		after: (ms, callback) => clock.after(ms / speed, callback),
		every: (ms, callback) => clock.every(ms / speed, callback),
	};
}
