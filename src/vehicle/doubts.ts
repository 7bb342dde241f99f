import { READING_NAMES, type ReadingName } from "./gates";
import type { Doubt } from "./reading";
import type { Readings } from "./readings";

/** Readings of which values were not believed: how many since boot, and why the last of them was not. */
export type Doubts = Readonly<Partial<Record<ReadingName, { readonly count: number; readonly last: Doubt }>>>;

/** What was not believed of the readings; `undefined` while everything was. */
export function doubtsOf(readings: Readings): Doubts | undefined {
	const doubted = READING_NAMES.filter((name) => readings[name].rejected > 0);
	if (doubted.length === 0) return undefined;
	const entries = doubted.map((name) => {
		const { rejected, lastReason } = readings[name];
		return [name, { count: rejected, last: lastReason }] as const;
	});
	return Object.fromEntries(entries) as Doubts;
}
