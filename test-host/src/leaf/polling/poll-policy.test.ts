import { describe, expect, test } from "@jest/globals";
import { PollPolicy } from "../../../../src/leaf/polling/poll-policy";

describe("on a bus that talks", () => {
	test("may be asked within a second of hearing anything", () => {
		const policy = new PollPolicy("ev-can");
		expect([0, 100_000].map((now) => policy.verdict(now))).toEqual(["bus-silent", "bus-silent"]);
		expect(policy.waitMs(0)).toBe(0);
		policy.heard(100_000);
		expect([100_000, 101_000, 101_001].map((now) => policy.verdict(now))).toEqual([
			"now",
			"now",
			"bus-silent",
		]);
		expect(policy.waitMs(100_500)).toBe(0);
	});

	test("requests are repeated by the controller until they are acknowledged, as usual", () => {
		expect(new PollPolicy("car-can").mode(0)).toBe("normal");
	});

	test("the car sleeps after two seconds of silence", () => {
		const policy = new PollPolicy("car-can");
		expect(policy.asleep(0)).toBe(true);
		policy.heard(0);
		expect([2000, 2001].map((now) => policy.asleep(now))).toEqual([false, true]);
	});
});

describe("behind the gateway", () => {
	test("may be tried in growing pauses while nobody answers: 2 s, 10 s, 60 s, 10 min", () => {
		const policy = new PollPolicy("obd-gateway");
		const pauses: number[] = [];
		for (let now = 0; pauses.length < 6; ) {
			expect([policy.verdict(now), policy.mode(now)]).toEqual(["now", "one-shot"]);
			policy.unanswered(now);
			const wait = policy.waitMs(now);
			expect(policy.verdict(now + wait - 1)).toBe("no-ignition");
			pauses.push(wait);
			now += wait;
		}
		expect(pauses).toEqual([2000, 10_000, 60_000, 600_000, 600_000, 600_000]);
	});

	test("a reply tells that the ignition is on, for a while", () => {
		const policy = new PollPolicy("obd-gateway");
		for (const now of [0, 2000, 12_000]) policy.unanswered(now);
		policy.replied(20_000);
		expect([policy.verdict(20_100), policy.mode(20_100), policy.mode(35_000)]).toEqual([
			"now",
			"normal",
			"normal",
		]);
		expect([policy.verdict(35_001), policy.mode(35_001)]).toEqual(["now", "one-shot"]);
	});

	test("a request that is not answered tells that it is off again, and pauses begin anew", () => {
		const policy = new PollPolicy("obd-gateway");
		for (const now of [0, 2000, 12_000]) policy.unanswered(now);
		policy.replied(72_000);
		policy.unanswered(73_000);
		expect([policy.verdict(74_999), policy.verdict(75_000), policy.mode(75_000)]).toEqual([
			...["no-ignition", "now", "one-shot"],
		]);
	});

	test("what else is heard tells nothing", () => {
		const policy = new PollPolicy("obd-gateway");
		policy.unanswered(0);
		policy.heard(1);
		expect(policy.verdict(2)).toBe("no-ignition");
	});

	test("the car sleeps after ten minutes without a reply", () => {
		const policy = new PollPolicy("obd-gateway");
		expect(policy.asleep(0)).toBe(true);
		policy.replied(0);
		expect([600_000, 600_001].map((now) => policy.asleep(now))).toEqual([false, true]);
	});
});

describe.each(["ev-can", "car-can", "obd-gateway"] as const)("on %s", (bus) => {
	/** A policy on a bus that has just been heard. */
	const live = (now: number) => {
		const policy = new PollPolicy(bus);
		policy.replied(now - 100);
		return policy;
	};
	const verdicts = (policy: PollPolicy, times: readonly number[]) =>
		times.map((now) => {
			policy.heard(now);
			return policy.verdict(now);
		});

	test("there is a gap of 100 ms after each conversation, and after each frame of a reply", () => {
		const policy = live(1000);
		policy.ended(1000);
		expect(verdicts(policy, [1000, 1099, 1100])).toEqual(["gap", "gap", "now"]);
		policy.replied(1200);
		expect(policy.waitMs(1250)).toBe(50);
		expect(verdicts(policy, [1299, 1300])).toEqual(["gap", "now"]);
	});

	test("another tester has ten seconds, from the last that is heard of it", () => {
		const policy = live(0);
		policy.heardTester(0);
		policy.heardTester(3000);
		expect(policy.waitMs(3000)).toBe(10_000);
		expect(verdicts(policy, [3000, 12_999, 13_000])).toEqual(["other-tester", "other-tester", "now"]);
	});

	test("a controller that has left the bus has ten minutes", () => {
		const policy = live(0);
		policy.heardTester(0);
		policy.busOff(0);
		expect(policy.waitMs(1000)).toBe(599_000);
		expect(verdicts(policy, [0, 599_999, 600_000])).toEqual(["bus-off", "bus-off", "now"]);
	});
});
