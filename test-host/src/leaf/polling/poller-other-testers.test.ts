import { describe, expect, test } from "@jest/globals";
import { ASK, asking, GO_ON, requestTimes, setUp } from "./poller-bench";
import { answerTo, CELLS, framesOf, PLUG, requestFor, SERIAL, STATE } from "./sample-polls";

describe("another tester", () => {
	const theirs = [
		"0x79B#0221020000000000",
		"0x797#0322123400000000",
		"0x7DF#0201000000000000",
		"0x745#0210C0",
	];

	test.each(theirs)("who asks %s has the bus for ten seconds", (request) => {
		const { live, hear } = setUp();
		hear(request);
		expect(requestTimes(live(10_100))).toEqual([10_000]);
	});

	test("ends our request, in the midst of its answer", () => {
		const { live, hear, got, can } = asking();
		const [first, second, ...rest] = answerTo(STATE, 7) as [string, string, ...string[]];
		hear(first, second, "0x79B#0221020000000000");
		expect(can.take()).toEqual([GO_ON, "listen-only"]);
		hear(...rest);
		expect(got).toEqual([]);
		expect(requestTimes(live(10_050))).toEqual([10_000]);
	});

	test("is not sent flow control by us for what it asked", () => {
		const { hear, got, can } = asking();
		const [first, ...rest] = answerTo(CELLS, 9) as [string, ...string[]];
		hear(first);
		expect(can.take()).toEqual(["listen-only"]);
		hear(...rest);
		expect(got).toEqual([]);
	});

	test("is known by the answers to it", () => {
		const { live, hear } = setUp();
		hear("0x79A#0462123402FFFFFF");
		expect(requestTimes(live(10_100))).toEqual([10_000]);
		const { hear: hearAgain, can } = asking();
		hearAgain("0x7BB#067F2212FFFFFFFF");
		expect(can.take()).toEqual(["listen-only"]);
	});

	test("is told things that we can use, and need not ask for", () => {
		const { live, hear, got } = setUp([STATE, PLUG, SERIAL]);
		const [first, ...rest] = answerTo(STATE, 3) as [string, ...string[]];
		hear(ASK, first, "0x79B#3001000000000000", rest[0] as string, "0x79B#3001000000000000", ...rest.slice(1));
		hear(requestFor(PLUG), ...answerTo(PLUG, 2, 4));
		expect(got).toEqual(["0 state 41 3", "0 plug 4 2"]);
		const done = live(59_000);
		expect(requestTimes(done, requestFor(SERIAL))[0]).toBe(10_000);
		expect(requestTimes(done)[0]).toBeGreaterThan(10_000);
		expect(requestTimes(done, requestFor(PLUG))).toEqual([]);
	});

	test("is listened to even while a reply that we gave up may still go on", () => {
		const { hear, got } = asking([STATE, CELLS]);
		hear(answerTo(STATE, 3)[0] as string, "0x7BB#2F", requestFor(CELLS), ...answerTo(CELLS, 4));
		expect(got).toEqual(["0 cells 198 4"]);
	});

	test("is not confused with another control unit that sends as well", () => {
		const { hear, got } = setUp([STATE, PLUG]);
		const [first, ...rest] = answerTo(STATE, 3) as [string, ...string[]];
		hear(ASK, first, "0x79A#2155555555555555", ...rest);
		expect(got).toEqual(["0 state 41 3"]);
	});

	test("who asks anew leaves nothing of what was asked before", () => {
		const { hear, got } = setUp([STATE, CELLS]);
		const [first, second, ...rest] = answerTo(STATE, 3) as [string, string, ...string[]];
		hear(ASK, first, second, requestFor(CELLS), ...rest);
		expect(got).toEqual([]);
	});

	test("may get replies that mean nothing to us", () => {
		const { hear, got, can } = setUp();
		hear("0x7BB#026183", ...framesOf(0x763, Array<number>(200).fill(0x61)), "0x7BB#2100", "0x7BB#");
		expect(got).toEqual([]);
		expect(can.take()).toEqual([]);
	});

	test("is not what sends other frames", () => {
		const { live, hear } = setUp();
		hear("0x7A0#0221010000000000", "0x700#0000000000000000", "0x1DB#0000000000000000");
		expect(requestTimes(live(0))).toEqual([0]);
	});
});
