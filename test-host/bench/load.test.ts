import { describe, expect, test } from "@jest/globals";
import { seeded } from "../helpers/seeded";
import { fullSchedule } from "./bus-schedule";
import { EV_CAN } from "./frames";
import { measureLoad } from "./load";
import { recordedBus } from "./load-buses";
import { runLoad } from "./load-run";

const rows = measureLoad();
const names = new Set(rows.map(({ bus }) => bus));

test("three latencies on each bus, two of which are full", () => {
	expect(rows).toHaveLength(3 * names.size);
	expect(rows.filter(({ loadPct }) => loadPct > 99.9)).toHaveLength(6);
	expect(rows.every(({ wanted }) => wanted > 100)).toBe(true);
});

test("the recorded bus is among them where it is at hand", () => {
	expect(names.size).toBe(recordedBus() === undefined ? 2 : 3);
});

describe.each(rows)("$bus, served up to $latencyMs ms late", (row) => {
	test("loses the frames that arithmetic says, and none up to the latency that it allows", () => {
		expect(row.sameFrames).toBe(true);
		expect(row.lost).toBe(row.lostPredicted);
		if (row.latencyMs <= row.harmlessMs) expect(row.lost).toBe(0);
		else expect(row.lost).toBeGreaterThan(0);
	});

	test("counts the overflows that arithmetic says", () => {
		expect(row.overflows).toBe(row.overflowsPredicted);
		expect(row.overflows > 0).toBe(row.lost > 0);
	});

	test("is well again afterwards", () => {
		expect(row.recovered).toBe(true);
	});
});

test("0.2 ms loses nothing on any of these buses", () => {
	const harmless = rows.filter(({ latencyMs }) => latencyMs === 0.2).map(({ harmlessMs }) => harmlessMs);
	for (const ms of harmless) expect(ms).toBeGreaterThanOrEqual(0.2);
});

test("identifiers take turns meanwhile, at the cost of what is on the wire then: two frames at most", () => {
	for (const { unheard, turns } of rows) expect(unheard).toBeLessThanOrEqual(2 * turns);
	const full = rows.filter(({ bus }) => bus.startsWith("messages"));
	for (const { turns } of full) expect(turns).toBeGreaterThan(3);
});

describe("the limit, to the microsecond, of frames in a row for one buffer", () => {
	const accept = { ...EV_CAN, inTurn: [] };
	const messages = EV_CAN.always.map((id) => ({ id, dlc: 8, perSecond: 1 }));
	const schedule = fullSchedule(messages, 300_000, seeded(3));
	const late = (us: number) => runLoad({ schedule, accept, latency: () => () => us });
	const { harmlessUs } = late(0);

	test("is about the shortest frame of 8 bytes", () => {
		expect(harmlessUs).toBeGreaterThanOrEqual(2 * 111 - 17);
		expect(harmlessUs).toBeLessThan(2 * 120);
	});

	test("is kept by driver and chip", () => {
		expect(late(harmlessUs)).toMatchObject({ lost: [], overflows: 0, recovered: true });
		const { lost, lostPredicted } = late(harmlessUs + 1);
		expect(lost.length).toBeGreaterThan(0);
		expect(lost).toEqual(lostPredicted);
	});
});
