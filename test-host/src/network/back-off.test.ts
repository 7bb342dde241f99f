import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { BackOff } from "../../../src/network/back-off";

const REASONS = ["tcp-refused", "bad-credentials", "timeout", "reset"] as const;

test("pauses double from 1 s to 5 min, and start anew after a stable time", () => {
	const pauses = (chance: number) => {
		const backOff = new BackOff(() => chance);
		return Array.from({ length: 10 }, () => backOff.after("tcp-refused") / 1000);
	};
	expect(pauses(0)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 200, 200]);
	expect(pauses(1)).toEqual([1.5, 3, 6, 12, 24, 48, 96, 192, 300, 300]);
	const backOff = new BackOff(() => 0);
	expect([backOff.after("dns"), backOff.after("dns")]).toEqual([1000, 2000]);
	backOff.reset();
	expect(backOff.after("dns")).toBe(1000);
});

test("may start with a longer pause, and starts anew with that", () => {
	const backOff = new BackOff(() => 0, { first: 15_000 });
	const pauses = () => [1, 2, 3, 4, 5, 6].map(() => backOff.after("no-time") / 1000);
	expect(pauses()).toEqual([15, 30, 60, 120, 200, 200]);
	backOff.reset();
	expect(pauses()[0]).toBe(15);
});

test.each(["bad-credentials", "not-authorised", "refused-identifier", "refused-protocol"])(
	"a broker that says %s is not hammered at",
	(reason) => {
		const backOff = new BackOff(() => 0);
		expect([1, 2, 3].map(() => backOff.after(reason) / 1000)).toEqual([120, 200, 200]);
	},
);

test("pauses of a refusal do not shorten those that have grown already", () => {
	const backOff = new BackOff(() => 0);
	for (let failures = 0; failures < 8; failures++) backOff.after("tcp-refused");
	expect(backOff.after("bad-credentials")).toBe(200_000);
});

test("an agreement to begin anew is no failure", () => {
	const backOff = new BackOff(() => 0);
	const reasons = ["session-reset", "dns", "session-reset", "session-reset", "dns"];
	expect(reasons.map((reason) => backOff.after(reason) / 1000)).toEqual([1, 1, 1, 1, 2]);
});

test("no pause is shorter than 1 s or longer than 5 min, whatever happens", () => {
	const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.constantFrom(...REASONS), chance)), (steps) => {
			let luck = 0;
			const backOff = new BackOff(() => luck);
			for (const [reason, chance] of steps) {
				luck = chance;
				if (reason === "reset") backOff.reset();
				const pause = backOff.after(reason);
				expect(pause).toBeGreaterThanOrEqual(reason === "bad-credentials" ? 120_000 : 1000);
				expect(pause).toBeLessThanOrEqual(300_000);
			}
		}),
	);
});

test("chance spreads devices that failed together over half the pause", () => {
	const first = [0, 0.25, 0.5, 0.999].map((chance) => new BackOff(() => chance).after("timeout"));
	expect(first).toEqual([1000, 1125, 1250, 1500]);
});
