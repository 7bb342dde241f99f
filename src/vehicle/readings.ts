import { GATES, READING_NAMES, type ReadingName } from "./gates";
import { Reading } from "./reading";

/** All that is known of the car in numbers, by name. */
export type Readings = Readonly<Record<ReadingName, Reading>>;

/** Readings of which nothing is known yet. */
export function makeReadings(): Readings {
	const readings = READING_NAMES.map((name) => [name, new Reading(GATES[name])] as const);
	return Object.freeze(Object.fromEntries(readings) as Record<ReadingName, Reading>);
}
