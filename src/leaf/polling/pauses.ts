/** What is left alone ever longer, ms (Leaf protocol facts, 1.5, rule 2). */
const PAUSES: readonly number[] = Object.freeze([2000, 10_000, 60_000, 600_000]);

/** How long to wait after so many failures in a row, ms: 2 s, 10 s, 60 s, and then always 10 min. */
export function pauseAfter(failures: number): number {
	return PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0;
}
