import type { ReadingName } from "../../src/vehicle/gates";
import { makeReadings, type Readings } from "../../src/vehicle/readings";

/** Some readings: a value, when it was heard (ms, 0 when left out), and from which message. */
export type Told = Readonly<
	Partial<Record<ReadingName, number | readonly [value: number, at: number, source?: string]>>
>;

/** Every reading, of which only some are known. */
export function readingsWith(told: Told = {}): Readings {
	const readings = makeReadings();
	tell(readings, told);
	return readings;
}

/** The car says more. `now`: when, where nothing else is said, ms. */
export function tell(readings: Readings, told: Told, now = 0): void {
	for (const [name, what] of Object.entries(told)) {
		const [value, at, source = ""] = typeof what === "number" ? [what, now] : what;
		Object.assign(readings[name as ReadingName], { value, at, source });
	}
}
