import { READING, READING_NAMES, type ReadingName } from "../../src/vehicle/gates";
import { Readings } from "../../src/vehicle/readings";
import { sourceText } from "../../src/vehicle/source";

/** Some readings: a value, when it was heard (ms, 0 when left out), and from which message. */
export type Told = Readonly<
	Partial<Record<ReadingName, number | readonly [value: number, at: number, source?: number]>>
>;

/** Every reading, of which only some are known. */
export function readingsWith(told: Told = {}): Readings {
	const readings = new Readings();
	tell(readings, told);
	return readings;
}

/** The car says more, believable or not. `now`: when, where nothing else is said, ms. */
export function tell(readings: Readings, told: Told, now = 0): void {
	for (const [name, what] of Object.entries(told)) {
		const [value, at, source = 0] = typeof what === "number" ? [what, now] : what;
		Object.assign(readings.all[READING[name as ReadingName]] ?? {}, { value, at, source });
	}
}

/** All that is known of one reading. */
export function readingOf(readings: Readings, name: ReadingName) {
	return {
		value: readings.value(READING[name]),
		at: readings.at(READING[name]),
		source: sourceText(readings.source(READING[name])),
		rejected: readings.rejected(READING[name]),
		lastReason: readings.lastReason(READING[name]),
	};
}

/** The values of all readings that are known. */
export function knownValues(readings: Readings): Partial<Record<ReadingName, number>> {
	const known = READING_NAMES.map((name) => [name, readings.value(READING[name])] as const);
	return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}
