import { describe, expect, test } from "@jest/globals";
import { StatusBoard } from "../../src/status-board";
import type { MetricValues } from "../../src/vehicle/snapshot";
import { ManualClock } from "../helpers/manual-clock";

const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };

function boardWith(values: MetricValues): StatusBoard {
	const board = new StatusBoard(new ManualClock());
	board.take({ event: "values", values, ages: {}, frames: 1, rejected });
	return board;
}

describe("whether the car is being driven", () => {
	test.each<[MetricValues, boolean | undefined]>([
		[{ speed: 0.5 }, true],
		[{ speed: 50, ready: false, gear: "P" }, true],
		// At a red light.
		[{ speed: 0, ready: true, gear: "D" }, true],
		// Its owner may sit there and set the device up.
		[{ speed: 0, ready: true, gear: "P" }, false],
		[{ ready: true }, true],
		[{ gear: "D" }, true],
		[{ gear: "R", speed: 0, ready: false }, true],
		[{ gear: "N" }, true],
		[{ gear: "B" }, true],
		[{ speed: 0, ready: false, gear: "P" }, false],
		[{ speed: 0 }, false],
		[{ ready: false }, false],
		[{ gear: "P" }, false],
		// It sleeps, or says other things only.
		[{}, undefined],
		[{ soc: 50, charging: true }, undefined],
	])("%j: %j", (values, driving) => {
		expect(boardWith(values).isDriving).toBe(driving);
	});

	test("is not known before anything was heard, nor any more when the car has gone to sleep", () => {
		expect(new StatusBoard(new ManualClock()).isDriving).toBeUndefined();
		const board = boardWith({ ready: true });
		board.take({ event: "values", values: {}, ages: {}, frames: 1, rejected });
		expect(board.isDriving).toBeUndefined();
	});
});

test("counters are those of the bus, and what was lost for want of room once that is known", () => {
	const board = boardWith({});
	expect(board.counters).toEqual({ frames: 1, ...rejected });
	board.take({ event: "shortage", dropped: 2, unsaved: 3 });
	expect(board.counters).toEqual({ frames: 1, ...rejected, dropped: 2, unsaved: 3 });
});
