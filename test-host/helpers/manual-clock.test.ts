import { describe, expect, test } from "@jest/globals";
import { ManualClock } from "./manual-clock";

describe("ManualClock", () => {
	test("fires timers in the order they fall due, each at its own time", () => {
		const clock = new ManualClock();
		const seen: string[] = [];
		const note = (name: string) => () => seen.push(`${name}@${clock.monotonic()}`);
		clock.after(30, note("late"));
		clock.every(10, note("beat"));
		clock.after(10, note("early"));
		clock.advance(29);
		expect(seen).toEqual(["beat@10", "early@10", "beat@20"]);
		clock.advance(1);
		expect(seen.slice(3)).toEqual(["late@30", "beat@30"]);
		expect(clock.monotonic()).toBe(30);
	});

	test("fires what is set while it moves", () => {
		const clock = new ManualClock();
		const seen: number[] = [];
		clock.after(5, () => clock.after(5, () => seen.push(clock.monotonic())));
		clock.advance(10);
		expect(seen).toEqual([10]);
	});

	test("forgets what is cancelled, also from inside the timer itself", () => {
		const clock = new ManualClock();
		const seen: number[] = [];
		const once = clock.after(5, () => seen.push(-1));
		once();
		once();
		const beat = clock.every(10, () => {
			seen.push(clock.monotonic());
			if (seen.length === 2) beat();
		});
		clock.advance(100);
		expect(seen).toEqual([10, 20]);
		expect(clock.pending).toBe(0);
	});

	test("does not know the time of day until told", () => {
		const clock = new ManualClock();
		expect(clock.utc()).toBeUndefined();
		clock.advance(500);
		clock.setUtc(1_700_000_000_000);
		clock.advance(250);
		expect(clock.utc()).toBe(1_700_000_000_250);
		clock.setUtc(undefined);
		expect(clock.utc()).toBeUndefined();
		expect(new ManualClock(1_000).utc()).toBe(1_000);
	});

	test("fires late what fell due during a stall, a period once", () => {
		const clock = new ManualClock();
		const seen: string[] = [];
		clock.after(5, () => seen.push(`once@${clock.monotonic()}`));
		clock.every(10, () => seen.push(`beat@${clock.monotonic()}`));
		clock.stall(35);
		expect(seen).toEqual([]);
		clock.advance(10);
		expect(seen).toEqual(["once@35", "beat@35", "beat@45"]);
	});

	test("refuses a period of nothing", () => {
		expect(() => new ManualClock().every(0, () => undefined)).toThrow(RangeError);
	});
});
