import { describe, expect, test } from "@jest/globals";
import { seeded } from "../helpers/seeded";
import { calmSchedule, delayed, fullSchedule, loadOf, scheduleOfLog } from "./bus-schedule";

/** Identifier 0 without data is 50 bits long (test of `frameBits`), 53 with the pause: 106 us. */
const EMPTY = { id: 0, data: new Uint8Array(0) };

test("frames of a log keep their times; what was at one time is put in a row", () => {
	const schedule = scheduleOfLog([
		{ ...EMPTY, t: 7.001 },
		{ ...EMPTY, t: 7.001 },
		{ ...EMPTY, t: 7.0011 },
		{ ...EMPTY, t: 7.002 },
	]);
	expect(schedule.map(({ startUs, endUs }) => [startUs, endUs])).toEqual([
		[0, 100],
		[106, 206],
		[212, 312],
		[1000, 1100],
	]);
	// The last pause belongs to it: 4 * 106 of 1106.
	expect(loadOf(schedule)).toBeCloseTo(424 / 1106);
});

describe("a full bus", () => {
	const messages = [
		{ id: 0x1db, dlc: 8, perSecond: 300 },
		{ id: 0x55b, dlc: 3, perSecond: 100 },
	];
	const schedule = fullSchedule(messages, 1_000_000, seeded(1));

	test("has no pause but the three bits between frames", () => {
		const pauses = schedule.slice(1).map(({ startUs }, index) => startUs - (schedule[index]?.endUs ?? 0));
		expect(new Set(pauses)).toEqual(new Set([6]));
		expect(loadOf(schedule)).toBeCloseTo(1);
		expect(schedule.at(-1)?.endUs).toBeGreaterThan(1_000_000 - 6);
	});

	test("has each message by its share, with its length", () => {
		const share = schedule.filter(({ frame }) => frame.id === 0x1db).length / schedule.length;
		expect(share).toBeCloseTo(0.75, 1);
		expect(schedule.every(({ frame }) => frame.dlc === (frame.id === 0x1db ? 8 : 3))).toBe(true);
	});

	test("is the same for the same seed only", () => {
		expect(fullSchedule(messages, 1_000_000, seeded(1))).toEqual(schedule);
		expect(fullSchedule(messages, 1_000_000, seeded(2))).not.toEqual(schedule);
	});
});

test("a calm bus has a frame at each pause", () => {
	const calm = calmSchedule(
		[
			{ id: 0, dlc: 0, perSecond: 0 },
			{ id: 1, dlc: 0, perSecond: 0 },
		],
		500,
		1000,
	);
	expect(calm.map(({ frame, startUs }) => [frame.id, startUs])).toEqual([
		[0, 1500],
		[1, 2500],
	]);
	expect(delayed(calm, 10).map(({ startUs, endUs }) => endUs - startUs)).toEqual(
		calm.map(({ startUs, endUs }) => endUs - startUs),
	);
	expect(delayed(calm, 10)[0]?.startUs).toBe(1510);
});
