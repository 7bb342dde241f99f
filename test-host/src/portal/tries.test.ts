import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Tries } from "../../../src/portal/tries";
import { ManualClock } from "../../helpers/manual-clock";

const HOUR = 3_600_000;
const OWNER = "192.168.1.20";
const NEIGHBOUR = "192.168.1.66";

function setUp() {
	const clock = new ManualClock();
	const tries = new Tries(clock);
	const fail = (peer: string, times = 1) => {
		for (let time = 0; time < times; time++) tries.count(peer, false);
	};
	return { clock, tries, fail };
}

describe("wrong passwords", () => {
	test("make the address from which they come wait, and no other", () => {
		const { tries, fail } = setUp();
		fail(NEIGHBOUR, 20);
		expect([tries.waitSeconds(NEIGHBOUR), tries.waitSeconds(OWNER)]).toEqual([600, 0]);
	});

	test("cost nothing after the right one", () => {
		const { tries, fail } = setUp();
		fail(OWNER, 4);
		tries.count(OWNER, true);
		fail(OWNER, 4);
		expect(tries.waitSeconds(OWNER)).toBe(0);
	});

	test("are not forgiven because somebody else knows the right one", () => {
		const { tries, fail } = setUp();
		fail(NEIGHBOUR, 6);
		tries.count(OWNER, true);
		expect(tries.waitSeconds(NEIGHBOUR)).toBe(20);
	});

	test("from ever new addresses do not keep out who has been in", () => {
		const { tries, fail } = setUp();
		tries.count(OWNER, true);
		for (let host = 1; host < 255; host++) fail(`192.168.2.${host}`, 5);
		expect([tries.waitSeconds(OWNER), tries.waitSeconds("192.168.3.1")]).toEqual([0, 600]);
	});

	test("from four addresses make room for who comes in", () => {
		const { tries, fail, clock } = setUp();
		for (let host = 1; host <= 4; host++) {
			fail(`192.168.2.${host}`);
			clock.advance(1000);
		}
		tries.count(OWNER, true);
		for (let host = 5; host <= 9; host++) fail(`192.168.2.${host}`, 5);
		expect(tries.waitSeconds(OWNER)).toBe(0);
	});

	test("are forgotten when there is no room and an hour has passed", () => {
		const { tries, fail, clock } = setUp();
		fail(NEIGHBOUR, 20);
		for (let host = 1; host <= 3; host++) fail(`192.168.2.${host}`);
		fail("192.168.2.4", 5);
		expect(tries.waitSeconds("192.168.2.5")).toBe(10);
		clock.advance(HOUR);
		for (let host = 6; host <= 9; host++) fail(`192.168.2.${host}`, 5);
		expect([9, 10].map((host) => tries.waitSeconds(`192.168.2.${host}`))).toEqual([10, 0]);
	});

	test("are never many in a short time, whatever addresses they come from", () => {
		const peer = fc.nat({ max: 20 }).map((host) => `192.168.2.${host}`);
		const step = fc.record({ peer, pause: fc.nat({ max: 2000 }) });
		fc.assert(
			fc.property(fc.array(step, { minLength: 200, maxLength: 400 }), (steps) => {
				const { tries, fail, clock } = setUp();
				let guesses = 0;
				for (const { peer: from, pause } of steps) {
					clock.advance(pause);
					if (tries.waitSeconds(from) > 0) continue;
					guesses += 1;
					fail(from);
				}
				// In 800 s: 5 free, then after 10, 30, 70, 150, 310 and 630 s; for four addresses and all the others.
				expect(guesses).toBeLessThanOrEqual(5 * (5 + 6));
			}),
			{ numRuns: 50 },
		);
	});
});
