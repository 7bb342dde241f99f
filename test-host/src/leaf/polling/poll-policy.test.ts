import { describe, expect, test } from "@jest/globals";
import { PollPolicy } from "../../../../src/leaf/polling/poll-policy";

/** A policy on a bus that has been heard without a break up to and including `now`. */
class LivePolicy extends PollPolicy {
	#now = 0;

	constructor(now = 0) {
		super(false);
		this.live(now);
	}

	live(until: number): this {
		for (; this.#now < until; this.#now += 500) this.heard(this.#now);
		this.#now = until;
		this.heard(until);
		return this;
	}
}

/** When `policy` says "now" for the first time, in steps of 100 ms, on a bus that lives. */
function firstPoll(policy: LivePolicy, from: number): number {
	let now = from;
	while (policy.live(now).verdict(now) !== "now") now += 100;
	return now;
}

describe("the battery is asked", () => {
	test("at once on a bus that lives", () => {
		expect(new LivePolicy(0).verdict(0)).toBe("now");
	});

	test("only within a second of hearing anything", () => {
		const policy = new PollPolicy(false);
		expect([0, 100_000].map((now) => policy.verdict(now))).toEqual(["bus-silent", "bus-silent"]);
		policy.heard(100_000);
		expect([101_000, 101_001].map((now) => policy.verdict(now))).toEqual(["now", "bus-silent"]);
	});

	test("behind the gateway also on a silent bus", () => {
		expect(new PollPolicy(true).verdict(0)).toBe("now");
	});

	test("again ten seconds after an answer", () => {
		const policy = new LivePolicy(5000);
		policy.answered(5000);
		expect([5000, 14_999, 15_000].map((now) => policy.live(now).verdict(now))).toEqual([
			"not-yet",
			"not-yet",
			"now",
		]);
	});

	test("in growing pauses while nobody answers: 2 s, 10 s, 60 s, 10 min", () => {
		const policy = new LivePolicy();
		const pauses: number[] = [];
		for (let now = 0; pauses.length < 6; ) {
			policy.failed(now);
			const next = firstPoll(policy, now);
			pauses.push(next - now);
			now = next;
		}
		expect(pauses).toEqual([2000, 10_000, 60_000, 600_000, 600_000, 600_000]);
	});

	test("in short pauses again after an answer", () => {
		const policy = new LivePolicy();
		for (const now of [0, 2000, 12_000]) policy.failed(now);
		policy.answered(72_000);
		policy.failed(82_000);
		expect(firstPoll(policy, 82_000)).toBe(84_000);
	});

	test("ten seconds after another tester at the earliest, also behind the gateway", () => {
		for (const policy of [new PollPolicy(true), new LivePolicy()]) {
			policy.heardTester(3000);
			policy.heard(12_999);
			expect(policy.verdict(12_999)).toBe("other-tester");
			expect(policy.verdict(13_000)).toBe("now");
		}
	});
});

describe("a car that wakes up", () => {
	/** Polled in vain four times, at last at 72 s: the next poll is due ten minutes later. */
	function givenUp(): LivePolicy {
		const policy = new LivePolicy();
		for (const now of [0, 2000, 12_000, 72_000]) policy.live(now).failed(now);
		return policy;
	}

	test("has not been asked in vain: at once, and then in short pauses", () => {
		const policy = givenUp();
		expect(policy.live(80_000).verdict(80_000)).toBe("not-yet");
		policy.heard(300_000);
		expect(policy.verdict(300_000)).toBe("now");
		policy.failed(300_000);
		policy.heard(300_900);
		policy.heard(301_900);
		expect(policy.verdict(301_900)).toBe("not-yet");
		policy.heard(302_000);
		expect(policy.verdict(302_000)).toBe("now");
	});

	test("is one that was silent for more than a second", () => {
		const policy = givenUp();
		policy.heard(73_000);
		expect(policy.verdict(73_000)).toBe("not-yet");
	});

	test("is not asked sooner than ten seconds after an answer", () => {
		const policy = new LivePolicy();
		policy.answered(0);
		policy.heard(5000);
		expect(policy.verdict(5000)).toBe("not-yet");
	});

	test("is not to be told from a refusal behind the gateway, where only replies are heard", () => {
		const policy = new PollPolicy(true);
		policy.failed(0);
		policy.heard(50);
		expect(policy.verdict(50)).toBe("not-yet");
		expect(policy.verdict(2000)).toBe("now");
	});
});
