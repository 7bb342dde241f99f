import { READING, READING_NAMES, type ReadingName } from "./gates";
import type { Doubt, Quality } from "./reading";
import type { Readings } from "./readings";
import { sourceText } from "./source";

/** What was not believed of a reading. */
export interface Doubted {
	/** How many values since boot. */
	readonly count: number;
	/** Why the last of them was not. */
	readonly last: Doubt;
	/** What the value that is shown is worth now. */
	readonly quality: Quality;
	/** The message it came from, such as `5BC`; empty when there is none. */
	readonly source: string;
}

/** Readings of which values were not believed. */
export type Doubts = Readonly<Partial<Record<ReadingName, Doubted>>>;

/** What was not believed of the readings at monotonic time `now`, ms; `undefined` while everything was. */
export function doubtsOf(readings: Readings, now: number): Doubts | undefined {
	const doubted: Partial<Record<ReadingName, Doubted>> = {};
	for (const name of READING_NAMES) {
		const last = readings.lastReason(READING[name]);
		if (last === undefined) continue;
		const [count, quality] = [readings.rejected(READING[name]), readings.quality(READING[name], now)];
		doubted[name] = { count, last, quality, source: sourceText(readings.source(READING[name])) };
	}
	return Object.keys(doubted).length === 0 ? undefined : doubted;
}
