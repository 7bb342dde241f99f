import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { Stopwatch } from "../../../modules/clock/stopwatch";

/** How the SDK's counter shows a time: as 32 bits with sign on the ESP32, whole on a computer. */
const COUNTERS = [(ms: number) => ms | 0, (ms: number) => ms >>> 0, (ms: number) => ms];

const DAY = 86_400_000;

test("counts on for years, whatever the counter makes of it", () => {
	for (const show of COUNTERS) {
		let now = 1234;
		const stopwatch = new Stopwatch(() => show(now));
		for (let day = 0; day < 1000; day++) {
			now += DAY;
			expect(stopwatch.elapsed()).toBe(now);
		}
	}
});

test("never goes back, and counts every step of up to 24 days", () => {
	fc.assert(
		fc.property(fc.array(fc.nat(24 * DAY)), (steps) => {
			let now = 0;
			const stopwatch = new Stopwatch(() => now | 0);
			for (const step of steps) {
				now += step;
				expect(stopwatch.elapsed()).toBe(now);
			}
		}),
	);
});
