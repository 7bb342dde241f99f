import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { GATES, type Gate, READING, READING_NAMES } from "../../../src/vehicle/gates";
import { Readings } from "../../../src/vehicle/readings";
import { readingOf } from "../../helpers/known-car";

const FAST: Gate = { unit: "A", min: -10, max: 100, maxAge: 1000 };
const SLOW: Gate = { ...FAST, step: 5 };
/** Number of the reading that is tried. */
const PLACE = 2;

/** One of the readings, with a gate of its own. */
class Reading {
	readonly #all: Readings;
	readonly #name = READING_NAMES[PLACE] ?? "soc";

	constructor(gate: Gate) {
		this.#all = new Readings(READING_NAMES.map(() => gate));
	}

	/** What is known of it; and that nothing is of the others. */
	get known() {
		for (const name of READING_NAMES)
			if (name !== this.#name) expect(this.#all.value(READING[name])).toBeUndefined();
		return readingOf(this.#all, this.#name);
	}

	get value() {
		return this.known.value;
	}

	offer(value: number, now: number, source = 0x1db) {
		return this.#all.offer(PLACE, value, now, source);
	}

	/** As the vehicle does it. @returns Whether the short cut was taken. */
	hear(value: number, now: number): boolean {
		const reading = this.#all.all[PLACE];
		const taken = reading !== undefined && value >= reading.low && value <= reading.high;
		if (taken) Object.assign(reading, { value, at: now, source: 0x1db });
		else this.offer(value, now);
		return taken;
	}

	fresh(now: number, maxAge: number) {
		return this.#all.fresh(PLACE, now, maxAge);
	}

	quality(now: number) {
		return this.#all.quality(PLACE, now);
	}

	forget() {
		this.#all.forget();
	}
}

/** Offers values a tenth of a second apart, beginning at 1000 ms; what was thought of each. */
function offer(reading: Reading, ...values: number[]) {
	return values.map((value, index) => reading.offer(value, 1000 + 100 * index));
}

describe("a reading", () => {
	test("knows nothing at first", () => {
		const reading = new Reading(FAST);
		expect(reading.value).toBeUndefined();
		expect(reading.quality(0)).toBe("unknown");
		expect(reading.fresh(0, 1000)).toBeUndefined();
	});

	test("keeps value, time and source of what it believes", () => {
		const reading = new Reading(FAST);
		expect(reading.offer(3, 1500, 0x5bc)).toBeUndefined();
		expect(reading.known).toMatchObject({ value: 3, at: 1500, source: "5BC", rejected: 0 });
		expect([1500, 2500, 2501].map((now) => reading.fresh(now, 1000))).toEqual([3, 3, undefined]);
		expect([1500, 2500, 2501].map((now) => reading.quality(now))).toEqual(["good", "good", "old"]);
	});

	test("never takes what is outside its limits, not even twice or at first", () => {
		const reading = new Reading(SLOW);
		expect(offer(reading, -11, -11, 101, 101, Number.NaN)).toEqual(Array(5).fill("implausible"));
		expect(reading.known).toMatchObject({ value: undefined, rejected: 5, lastReason: "implausible" });
		expect(offer(reading, -10, -5, 0)).toEqual([undefined, undefined, undefined]);
	});

	test("is doubtful from a rejected value to the next good one", () => {
		const reading = new Reading(FAST);
		offer(reading, 3, 500);
		expect(reading.quality(1100)).toBe("doubtful");
		expect(reading.quality(2001)).toBe("old");
		expect(reading.known).toMatchObject({ value: 3, at: 1000, rejected: 1, lastReason: "implausible" });
		reading.offer(3, 1200);
		expect(reading.quality(1200)).toBe("good");
		expect(reading.known).toMatchObject({ rejected: 1, lastReason: "implausible" });
	});

	test("without a step goes anywhere within its limits", () => {
		const reading = new Reading(FAST);
		expect(offer(reading, -10, 100, -10)).toEqual([undefined, undefined, undefined]);
	});

	test("forgets", () => {
		const reading = new Reading(SLOW);
		offer(reading, 50);
		reading.forget();
		expect(reading.quality(1000)).toBe("unknown");
		expect(offer(reading, 90)).toEqual([undefined]);
	});
});

describe("a jump", () => {
	test.each([
		["of one message changes nothing", [50, 90, 50], [undefined, "jump", undefined], 50],
		["that the next message confirms is believed", [50, 90, 91], [undefined, "jump", undefined], 91],
		["that is followed by another is not", [50, 90, 20, 90], [undefined, "jump", "jump", "jump"], 50],
		["that comes every other message never is", [50, 90, 50, 90], [undefined, "jump", undefined, "jump"], 50],
		[
			"must be confirmed by the very next message",
			[50, 90, 500, 90],
			[undefined, "jump", "implausible", "jump"],
			50,
		],
		["is not what a step's width is", [50, 55, 60], [undefined, undefined, undefined], 60],
		["is what is a little more", [50, 55.1], [undefined, "jump"], 50],
	] as const)("%s", (_what, values, thought, end) => {
		const reading = new Reading(SLOW);
		expect(offer(reading, ...values)).toEqual(thought);
		expect(reading.value).toBe(end);
	});

	test("is none after long silence", () => {
		const reading = new Reading(SLOW);
		reading.offer(50, 0);
		expect(reading.offer(90, 1000)).toBe("jump");
		expect(reading.offer(10, 1001)).toBeUndefined();
		expect(reading.value).toBe(10);
	});

	test("leaves the value in doubt", () => {
		const reading = new Reading(SLOW);
		offer(reading, 50, 90);
		expect(reading.quality(1100)).toBe("doubtful");
		expect(reading.known).toMatchObject({ value: 50, at: 1000, rejected: 1, lastReason: "jump" });
	});
});

describe("the short cut of the hot path", () => {
	test.each([FAST, SLOW])("comes to the same as offering every value (%j)", (gate) => {
		const values = fc.array(fc.oneof(fc.integer({ min: -20, max: 120 }), fc.constantFrom(50, 51, 90)));
		fc.assert(
			fc.property(values, (all) => {
				const [short, long] = [new Reading(gate), new Reading(gate)];
				for (const [index, value] of all.entries()) {
					short.hear(value, index * 300);
					long.offer(value, index * 300);
					expect(short.known).toEqual(long.known);
					expect(short.quality(index * 300)).toBe(long.quality(index * 300));
				}
			}),
		);
	});

	test("is taken by unchanged values, and without a step by all good ones", () => {
		const slow = new Reading(SLOW);
		expect([50, 50, 51, 51, 90, 51, 51].map((value) => slow.hear(value, 0))).toEqual([
			false,
			true,
			false,
			true,
			false,
			false,
			true,
		]);
		const fast = new Reading(FAST);
		expect([50, 60, 500, 50, 60].map((value) => fast.hear(value, 0))).toEqual([
			false,
			true,
			false,
			false,
			true,
		]);
	});
});

test("every gate is wider than a step, and lets something through", () => {
	for (const name of READING_NAMES) {
		const { min, max, step = 0, maxAge } = GATES[name];
		expect(max - min).toBeGreaterThan(step);
		expect(maxAge).toBeGreaterThan(0);
		expect(new Reading(GATES[name]).offer(max, 0)).toBeUndefined();
	}
});
