import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import manifest from "../../../manifest-common.json";
import { noteSeen, RELEASED, timeFloor } from "../../../src/network/time-floor";

const DAY = 24 * 3_600_000;
const BUILT = Date.UTC(2026, 9, 1);

/** A store, and how often it was written. */
function storeWith(lastSeen?: string) {
	const texts = new Map(lastSeen === undefined ? [] : [["last-seen", lastSeen]]);
	const writes: string[] = [];
	const write = (key: string, text: string) => {
		writes.push(text);
		texts.set(key, text);
		return undefined;
	};
	return { writes, read: (key: string) => texts.get(key), write };
}

describe("the floor, with a day for clocks that are fast", () => {
	test.each([
		["the build, when that is told", String(BUILT / 1000), undefined, BUILT],
		["the release, when nothing is told", undefined, undefined, RELEASED],
		["the release, when the build claims to be older", "0", undefined, RELEASED],
		["the time last seen, when that is later", String(BUILT / 1000), String(BUILT / 1000 + 9), BUILT + 9000],
		["the build, when that is later", String(BUILT / 1000), String(BUILT / 1000 - 9), BUILT],
	])("is %s", (_, build, seen, expected) => {
		expect(timeFloor(build, storeWith(seen))).toBe(expected - DAY);
	});

	test("does not depend on texts that are no time", () => {
		fc.assert(
			fc.property(
				fc.string().filter((text) => !/^\d+$/.test(text)),
				(text) => {
					expect(timeFloor(text, storeWith(text))).toBe(RELEASED - DAY);
				},
			),
		);
	});
});

test("the flash is written once a day at most, over any number of restarts", () => {
	const store = storeWith();
	for (let hour = 0; hour <= 72; hour++) noteSeen(BUILT + hour * 3_600_000 + 999, store);
	expect(store.writes).toEqual([0, 1, 2, 3].map((day) => String((BUILT + day * DAY) / 1000)));
	noteSeen(BUILT, store);
	expect(store.writes).toHaveLength(4);
});

test("the SDK does not set the clock behind our back: its own client believes anybody", () => {
	expect(manifest.config.sntp).toBe("");
});
