/** Cancels what it was returned for; harmless when that has already happened. */
export type Cancel = () => void;

/** Time, injected everywhere so that tests move it by hand. */
export interface Clock {
	/** Milliseconds since boot: never jumps, never goes back. For ages, periods and time-outs. */
	monotonic(): number;
	/** Milliseconds since 1970-01-01 UTC, or `undefined` while nobody has told the device the time. */
	utc(): number | undefined;
	/** Calls back once, `ms` from now. */
	after(ms: number, callback: () => void): Cancel;
	/** Calls back every `ms`, first `ms` from now. */
	every(ms: number, callback: () => void): Cancel;
}
