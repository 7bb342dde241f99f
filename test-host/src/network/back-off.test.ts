import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { BackOff } from "../../../src/network/back-off";

test("pauses double from 1 s to 5 min, and start anew after a stable time", () => {
	const backOff = new BackOff(() => 0.5);
	const pauses = Array.from({ length: 11 }, () => backOff.after("tcp-refused") / 1000);
	expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
	backOff.reset();
	expect(backOff.after("tcp-refused")).toBe(1000);
});

test("a refused password is not hammered at", () => {
	const backOff = new BackOff(() => 0.5);
	expect([1, 2, 3, 4].map(() => backOff.after("bad-credentials") / 1000)).toEqual([60, 120, 240, 300]);
});

test("chance moves a pause by a quarter at most", () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
			const pause = new BackOff(() => chance).after("timeout");
			expect(pause).toBeGreaterThanOrEqual(750);
			expect(pause).toBeLessThanOrEqual(1250);
		}),
	);
});
