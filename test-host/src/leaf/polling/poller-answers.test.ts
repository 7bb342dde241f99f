import { describe, expect, test } from "@jest/globals";
import { ASK, asking, GO_ON, refusal, requestTimes } from "./poller-bench";
import { answerTo, CELLS, STATE } from "./sample-polls";

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
