import { describe, expect, test } from "@jest/globals";
import { flowControl } from "../../../src/can/flow-control";
import { consecutiveFrames, ISO_TP_TIMES, OUR_FLOW, replyTime } from "../../../src/can/iso-tp";

/** Bytes of the longest replies (Leaf protocol facts, 4.4 and 4.8). */
const GROUP_02 = 198;
const GROUP_61 = 331;
/** How long the virtual machine may pause, ms. */
const PAUSE = 25;
/** The battery's own spacing, ms (Leaf protocol facts, 4.1). */
const OWN_SPACING = 8;

/**
 * How many of 50 frames, `spacing` ms apart, are lost when the firmware pauses for `pause` ms from `from` on, and
 * fetches at once what is there otherwise. The first receive buffer takes one frame, and `rollover` more have room.
 */
function lost(spacing: number, pause: number, from: number, rollover: number): number {
	let [waiting, lost] = [0, 0];
	for (let now = spacing; now <= 50 * spacing; now += spacing) {
		const paused = now >= from && now < from + pause;
		if (!paused) waiting = 0;
		else if (waiting > rollover) lost += 1;
		else waiting += 1;
	}
	return lost;
}

const starts = Array.from({ length: 200 }, (_, index) => 100 + index * 0.5);
const worst = (spacing: number, pause: number, rollover: number) =>
	Math.max(...starts.map((from) => lost(spacing, pause, from, rollover)));

describe("our flow control", () => {
	test("asks for what OVMS asks for", () => {
		expect([...flowControl(0x79b).data.subarray(0, 3)]).toEqual([0x30, 0x00, 0x19]);
	});

	test("loses nothing in a pause of the virtual machine, even with the second buffer always taken", () => {
		expect(OUR_FLOW.separationMs).toBeGreaterThanOrEqual(PAUSE);
		expect(worst(OUR_FLOW.separationMs, PAUSE, 0)).toBe(0);
		expect(worst(OUR_FLOW.separationMs, 2 * PAUSE, 1)).toBe(0);
	});

	test("is needed: without it such a pause would lose frames, with the second buffer free or not", () => {
		expect(worst(OWN_SPACING, PAUSE, 0)).toBeGreaterThan(0);
		expect(worst(OWN_SPACING, PAUSE, 1)).toBeGreaterThan(0);
		expect(worst(OUR_FLOW.separationMs, PAUSE + 1, 0)).toBe(1);
	});

	test("makes a loss of 16 frames, one turn of the counter, take longer than N_Cr", () => {
		expect(16 * OUR_FLOW.separationMs).toBeGreaterThan(ISO_TP_TIMES.consecutiveFrame);
	});
});

describe("a reply", () => {
	test.each([
		[1, 0],
		[7, 0],
		[8, 1],
		[13, 1],
		[14, 2],
		[GROUP_02, 28],
		[GROUP_61, 47],
		[4095, 585],
	])("of %p bytes has %p consecutive frames", (length, frames) => {
		expect(consecutiveFrames(length)).toBe(frames);
	});

	test("has time that grows with its length, and more than the slowest Leaf needs", () => {
		expect([GROUP_02, GROUP_61].map((length) => replyTime(length))).toEqual([1400, 2350]);
		// 1.18 s for group 02 with 32 ms asked for (Leaf protocol facts, 4.1).
		expect(replyTime(GROUP_02, 32)).toBeGreaterThan(1.3 * 1180);
		expect(replyTime(GROUP_02) / 28).toBeLessThan(ISO_TP_TIMES.consecutiveFrame);
	});
});
