import { describe, expect, test } from "@jest/globals";
import { ASK, asking, GO_ON, requestTimes, setUp } from "./poller-bench";
import { answerTo, CELLS, PLUG, requestFor, STATE } from "./sample-polls";

describe("the poller", () => {
	test("asks on a live bus, takes the reply, and only listens before and after", () => {
		const { can, got, hear, at } = asking();
		const [first, ...rest] = answerTo(STATE, 7);
		at(5);
		hear(first as string);
		expect(can.take()).toEqual([GO_ON]);
		at(100);
		hear(...rest);
		expect(can.take()).toEqual(["listen-only"]);
		expect(can.aborted).toBe(1);
		expect(got).toEqual(["100 state 41 7"]);
	});

	test("asks one after the other, with 100 ms between an answer and the next request", () => {
		const plan = [STATE, CELLS, PLUG].map((poll) => ({ ...poll, periodMs: 100 }));
		const { live, hear, got } = setUp(plan);
		const done = live(5000, (entry) => {
			for (const poll of plan) if (entry === requestFor(poll)) hear(...answerTo(poll, 1));
		});
		const times = done.filter((line) => /#0[23]2/.test(line)).map((line) => Number.parseInt(line, 10));
		const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
		expect(times.length).toBeGreaterThan(20);
		expect(Math.min(...gaps)).toBe(100);
		expect(new Set(got.map((line) => line.split(" ")[1]))).toEqual(new Set(["state", "cells", "plug"]));
	});

	test("hears the answers of whom it asks, and the requests of others", () => {
		expect(setUp([STATE, CELLS, PLUG]).poller.ids).toEqual([0x7bb, 0x79b, 0x79a, 0x797, 0x7df]);
	});

	test("passes over what belongs to another bus", () => {
		const { live } = setUp([{ ...STATE, buses: ["car-can"] }]);
		expect(live(60_000)).toEqual([]);
	});

	test("refuses to send what is not allowed", () => {
		const clear = { ...STATE, reply: { ...STATE.reply, request: [0x14, 0xff, 0xff, 0xff] } };
		const { live, can } = setUp([clear]);
		expect(() => live(0)).toThrow(RangeError);
		expect(can.take()).toEqual(["normal"]);
	});

	test("asks for what depends on generation and charging when it is told", () => {
		const { poller, live } = setUp([{ ...STATE, generations: ["ZE1"], only: "charging" }]);
		expect(live(1000)).toEqual([]);
		poller.setGeneration("ZE1");
		expect(live(2000)).toEqual([]);
		poller.setCharging(true);
		expect(live(2100)).toHaveLength(2);
	});
});

describe("a control unit that is dead", () => {
	test("is asked twice more, then in its period, and ever less often", () => {
		const { live, got } = setUp();
		const times = requestTimes(live(100_000));
		expect(times.slice(0, 4).map((time) => Math.round(time / 1000))).toEqual([0, 1, 3, 13]);
		expect(times.length).toBe(12);
		expect(got).toEqual([]);
	});

	test("does not keep the others from being asked", () => {
		const { live, hear, got } = setUp([STATE, PLUG]);
		const done = live(60_000, (entry) => {
			if (entry === requestFor(PLUG)) hear(...answerTo(PLUG, 2, 4));
		});
		expect(got).toHaveLength(1);
		expect(done.at(-1)).toContain("listen-only");
	});

	test("leaves the controller listening after 200 ms", () => {
		const { live } = asking();
		expect(live(300)).toEqual(["250 listen-only"]);
	});
});

describe("a bus that is silent", () => {
	test("is not sent anything", () => {
		const { silent } = setUp();
		expect(silent(700_000)).toEqual([]);
	});

	test("is sent something again when it speaks, at once", () => {
		const { live, silent } = setUp();
		silent(700_000);
		expect(requestTimes(live(700_050))).toEqual([700_000]);
	});
});

describe("a controller that leaves the bus", () => {
	test("ends our request, and nothing is sent for ten minutes", () => {
		const { poller, live, hear, got, can } = asking();
		const [first, ...rest] = answerTo(STATE, 7) as [string, ...string[]];
		hear(first);
		poller.busOff(0);
		expect(can.take()).toEqual([GO_ON, "listen-only"]);
		expect(can.aborted).toBe(1);
		hear(...rest);
		expect(got).toEqual([]);
		expect(requestTimes(live(600_050))).toEqual([600_000]);
	});

	test("while nothing was asked is left alone as well", () => {
		const { poller, live, can } = setUp();
		poller.busOff(0);
		expect(can.take()).toEqual([]);
		expect(live(599_950)).toEqual([]);
	});

	test("or has no room for our request ends it", () => {
		const { can, live } = setUp();
		can.free = false;
		expect(live(0)).toEqual(["0 normal", `0 ${ASK}`, "0 listen-only"]);
		can.free = true;
		expect(requestTimes(live(1000))).toEqual([1000]);
	});
});

describe("what comes next, and what it waits for", () => {
	const next = ({ poller }: ReturnType<typeof setUp>, now: number) => poller.next(now);

	test("is told at any time", () => {
		const parts = setUp([STATE, CELLS]);
		const { live, hear, poller } = parts;
		expect(next(parts, 0)).toEqual({ name: "state", dueInMs: 0, waits: "bus-silent" });
		poller.busAlive(0);
		expect(next(parts, 0)).toEqual({ name: "state", dueInMs: 0, waits: "now" });
		live(0);
		expect(next(parts, 10)).toEqual({ name: "state", dueInMs: 0, waits: "asking" });
		hear(...answerTo(STATE, 1));
		expect(next(parts, 60)).toEqual({ name: "cells", dueInMs: 940, waits: "gap" });
		expect(next(parts, 200)).toEqual({ name: "cells", dueInMs: 800, waits: "not-yet" });
		hear("0x797#0322123400000000");
		expect(next(parts, 1000)).toEqual({ name: "cells", dueInMs: 9000, waits: "other-tester" });
		poller.busOff(1000);
		expect(next(parts, 1000)).toEqual({ name: "cells", dueInMs: 600_000, waits: "bus-off" });
	});

	test("is the ignition behind the gateway", () => {
		const parts = setUp([STATE], "obd-gateway");
		parts.silent(250);
		expect(next(parts, 250)).toEqual({ name: "state", dueInMs: 2000, waits: "no-ignition" });
	});

	test("is nothing when there is nothing to ask", () => {
		expect(setUp([]).poller.next(0)).toBeUndefined();
	});
});
