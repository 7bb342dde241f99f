import { describe, expect, test } from "@jest/globals";
import type { CarBus } from "../../../../src/leaf/car-bus";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { Poller } from "../../../../src/leaf/polling/poller";
import { FakeCanBus } from "../../../helpers/fake-can-bus";
import { parseFrame } from "../../../virtual/frame-text";
import { answerTo, CELLS, framesOf, PLUG, requestFor, SERIAL, STATE } from "./sample-polls";

const ASK = requestFor(STATE);
const GO_ON = "0x79B#3000190000000000";

/** Payloads that refuse, as the battery controller sends them. */
const refusal = (nrc: string) => `0x7BB#037F21${nrc}FFFFFFFF`;

function setUp(plan: readonly Poll[] = [STATE], bus: CarBus = "ev-can") {
	const got: string[] = [];
	const can = new FakeCanBus();
	const poller = new Poller({
		...{ bus, plan, vin: false },
		onReply: (reply, payload, now, values) =>
			void got.push(`${now} ${reply.name} ${payload.length} ${values["value"]}`),
	});
	let now = 0;
	const hear = (...frames: readonly string[]) => {
		for (const frame of frames) poller.receive(parseFrame(frame), now);
	};
	/** Time passes in steps of 50 ms up to and including `until`; what was done: `ms mode` or `ms frame`. */
	const pass = (until: number, alive: boolean, react: (entry: string) => void = () => {}) => {
		const done: string[] = [];
		for (; now <= until; now += 50) {
			if (alive) poller.busAlive(now);
			poller.tick(can, now);
			for (let entries = can.take(); entries.length > 0; entries = can.take()) {
				for (const entry of entries) {
					done.push(`${now} ${entry}`);
					react(entry);
				}
			}
		}
		now = until;
		return done;
	};
	return {
		...{ got, can, poller, hear },
		at: (time: number) => {
			now = time;
		},
		live: (until: number, react?: (entry: string) => void) => pass(until, true, react),
		silent: (until: number, react?: (entry: string) => void) => pass(until, false, react),
	};
}

/** A poller that has just asked, at 0 ms, and been answered nothing yet. */
function asking(plan?: readonly Poll[]) {
	const parts = setUp(plan);
	expect(parts.live(0)).toEqual(["0 normal", `0 ${ASK}`]);
	return parts;
}

const requestTimes = (done: readonly string[], request = ASK) =>
	done.filter((line) => line.endsWith(request)).map((line) => Number.parseInt(line, 10));

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

describe("a refusal", () => {
	test.each(["11", "12", "31"])("with code %s is final until the car has slept", (nrc) => {
		const { live, silent, hear, got } = asking();
		hear(refusal(nrc));
		expect(live(3_600_000)).toEqual(["0 listen-only"]);
		expect(silent(3_602_100)).toEqual([]);
		expect(requestTimes(live(3_602_200))).toEqual([3_602_100]);
		expect(got).toEqual([]);
	});

	test("with another code is no for this time", () => {
		const { live, hear, got } = asking();
		hear(refusal("22"));
		expect(requestTimes(live(10_050))).toEqual([10_000]);
		expect(got).toEqual([]);
	});
});

describe("an answer that is pending", () => {
	test("may take five seconds", () => {
		const { live, hear, got, can } = asking();
		hear(refusal("78"));
		expect(live(5000)).toEqual([]);
		hear(...answerTo(STATE, 7));
		expect(got).toEqual(["5000 state 41 7"]);
		expect(can.take()).toEqual([GO_ON, "listen-only"]);
	});

	test("that does not come is asked for again", () => {
		const { live, hear, got } = asking();
		hear(refusal("78"));
		expect(live(7000)).toEqual(["5050 listen-only", ...["6050 normal", `6050 ${ASK}`], "6300 listen-only"]);
		expect(got).toEqual([]);
	});

	test("again and again is given up at the fourth time", () => {
		const { live, hear } = asking();
		for (let time = 4000; time <= 12_000; time += 4000) {
			hear(refusal("78"));
			expect(live(time)).toEqual([]);
		}
		hear(refusal("78"));
		expect(live(22_100)).toEqual(["12000 listen-only", "22000 normal", `22000 ${ASK}`]);
	});
});

describe("a control unit that is busy", () => {
	test("is asked once more after 200 ms", () => {
		const { live, hear, got } = asking();
		hear(refusal("21"));
		expect(live(200)).toEqual([`200 ${ASK}`]);
		hear(...answerTo(STATE, 7));
		expect(got).toEqual(["200 state 41 7"]);
	});

	test("the second time is left alone until the next period", () => {
		const { live, hear } = asking();
		hear(refusal("21"));
		live(200);
		hear(refusal("21"));
		expect(live(10_200).slice(0, 2)).toEqual(["200 listen-only", "10200 normal"]);
	});

	test("is not asked once more when the bus has fallen silent", () => {
		const { silent, hear, at } = asking();
		at(900);
		hear(refusal("78"));
		at(950);
		hear(refusal("21"));
		// The refusal itself was the last that was heard.
		at(2000);
		expect(silent(3000)).toEqual(["2000 listen-only"]);
	});
});

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

describe("an answer that is spoilt", () => {
	const frames = answerTo(STATE, 7);

	test("by the plug being pulled is no value, and nothing more is sent", () => {
		const { hear, silent, got, at } = asking();
		hear(...frames.slice(0, 3));
		at(50);
		expect(silent(3_600_000).slice(1)).toEqual(["200 listen-only"]);
		expect(got).toEqual([]);
	});

	test("by a lost frame is no value, and asked for again", () => {
		const { hear, live, got } = asking();
		hear(...frames.slice(0, 2), ...frames.slice(3));
		expect(requestTimes(live(2000))).toEqual([1000]);
		expect(got).toEqual([]);
	});

	test("by being the short-lived form after waking up is no value, and asked for again", () => {
		const { hear, live, got } = asking();
		hear(...answerTo(STATE, 7, 10));
		expect(requestTimes(live(2000))).toEqual([1000]);
		hear(...answerTo(STATE, 8));
		expect(got).toHaveLength(0);
	});

	test("by being longer than it can be is called off, for which the controller stays on the bus a moment", () => {
		const { hear, live, got, can } = asking();
		hear(answerTo(STATE, 7, 42)[0] as string);
		expect(can.take()).toEqual(["0x79B#3200190000000000"]);
		expect(live(1100)).toEqual(["100 listen-only", "1100 normal", `1100 ${ASK}`]);
		expect(got).toEqual([]);
	});

	test("may still go on for a while, which is no sign of another tester, but nothing is asked meanwhile", () => {
		const { hear, live, got, at } = asking([STATE, CELLS]);
		hear(frames[0] as string, frames[2] as string);
		live(0);
		for (let time = 50; time <= 1500; time += 50) {
			hear(`0x7BB#2${(time / 50 + 2).toString(16).slice(-1)}FFFFFFFFFFFFFF`);
			expect(live(time)).toEqual([]);
			at(time);
		}
		expect(live(1700).map((line) => line.split(" ")[1])).toEqual(["normal", ASK]);
		expect(got).toEqual([]);
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
