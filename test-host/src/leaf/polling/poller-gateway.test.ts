import { describe, expect, test } from "@jest/globals";
import { ASK, refusal, requestTimes, setUp } from "./poller-bench";
import { answerTo, CELLS, PLUG, requestFor, SERIAL, STATE } from "./sample-polls";

describe("behind the gateway", () => {
	test("a car without ignition is tried in growing pauses, each time with a frame that is not repeated", () => {
		const { silent } = setUp([STATE, CELLS, PLUG], "obd-gateway");
		const done = silent(2_000_000);
		const times = requestTimes(done);
		expect(times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 1000))).toEqual([
			...[2, 10, 60, 600, 600, 600],
		]);
		expect(done.filter((line) => line.endsWith("normal"))).toEqual([]);
		expect(done.filter((line) => line.endsWith("one-shot"))).toHaveLength(times.length);
	});

	test("a car that answers is asked everything, in the usual way", () => {
		const plan = [STATE, CELLS, PLUG, SERIAL];
		const { silent, hear, got } = setUp(plan, "obd-gateway");
		const done = silent(30_000, (entry) => {
			for (const poll of plan) if (entry === requestFor(poll)) hear(...answerTo(poll, 1));
		});
		expect(done[0]).toBe("0 one-shot");
		expect(done.filter((line) => line.endsWith("one-shot"))).toHaveLength(1);
		expect(got.map((line) => line.split(" ")[1])).toEqual([
			...["state", "cells", "plug", "serial", "state", "state", "state"],
		]);
	});

	test("a car that is switched off is left alone from the first request that it does not answer", () => {
		const { silent, hear } = setUp([STATE, CELLS], "obd-gateway");
		silent(0);
		hear(...answerTo(STATE, 1));
		const done = silent(60_000);
		expect(done.filter((line) => /#02/.test(line)).map((line) => Number.parseInt(line, 10) / 1000)).toEqual([
			...[1, 3.25, 13.5],
		]);
	});

	test("a car that supports nothing is tried again after ten minutes", () => {
		const { silent, hear } = setUp([STATE], "obd-gateway");
		const times = requestTimes(silent(2_000_000, (entry) => void (entry === ASK && hear(refusal("12")))));
		expect(times.map((time) => Math.round(time / 1000))).toEqual([0, 600, 1200, 1800]);
	});

	test("other testers are given way, too", () => {
		const { silent, hear } = setUp([STATE], "obd-gateway");
		hear("0x797#0322123400000000");
		expect(requestTimes(silent(10_100))).toEqual([10_000]);
	});
});
