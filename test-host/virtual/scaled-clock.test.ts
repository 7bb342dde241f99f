import { expect, test } from "@jest/globals";
import { ManualClock } from "../helpers/manual-clock";
import { scaledClock } from "./scaled-clock";

test("a scaled clock runs faster in every respect", () => {
	const clock = new ManualClock(1_000_000);
	const fast = scaledClock(clock, 10);
	const seen: number[] = [];
	fast.after(50, () => seen.push(fast.monotonic()));
	const cancel = fast.every(100, () => seen.push(fast.monotonic()));
	clock.advance(30);
	cancel();
	clock.advance(70);
	expect(seen).toEqual([50, 100, 200, 300]);
	expect(fast.utc()).toBe(1_000_000 + 1000);
	clock.setUtc(undefined);
	expect(fast.utc()).toBeUndefined();
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("a speed of %p is refused", (speed) => {
	expect(() => scaledClock(new ManualClock(), speed)).toThrow(RangeError);
});
