import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Arrival, type Errand, harmlessLatencyUs, predict } from "./load-arithmetic";

/** Frames by time and buffer. */
function arrivals(...frames: readonly (readonly [number, 0 | 1])[]): Arrival[] {
	return frames.map(([atUs, buffer]) => ({ atUs, buffer }));
}

const END: Errand = { atUs: 100_000, turnUs: 0, inspectUs: 0 };

function lossesOf(frames: readonly Arrival[], latencyUs: number, errands: readonly Errand[] = [END]) {
	const { lost, overflows } = predict({ arrivals: frames, latencyUs: () => latencyUs, errands });
	return { lost, overflows };
}

/** Worked out by hand: looking takes 2 us, reading a buffer 14. */
describe("what is lost", () => {
	test.each([
		[
			"one each for both buffers: room for long",
			[
				[0, 1],
				[9, 0],
			],
			5000,
			[],
		],
		[
			"two for RXB1, read in time",
			[
				[0, 1],
				[300, 1],
			],
			283,
			[],
		],
		[
			"two for RXB1, read in the microsecond in which the second ends",
			[
				[0, 1],
				[300, 1],
			],
			284,
			[1],
		],
		[
			"two for RXB0: the second rolls over",
			[
				[0, 0],
				[300, 0],
			],
			5000,
			[],
		],
		[
			"three for RXB0",
			[
				[0, 0],
				[300, 0],
				[600, 0],
			],
			5000,
			[2],
		],
		[
			"three for RXB0, the first read in time",
			[
				[0, 0],
				[300, 0],
				[600, 0],
			],
			583,
			[],
		],
		[
			"RXB1 taken by what rolled over",
			[
				[0, 0],
				[300, 0],
				[600, 1],
			],
			569,
			[],
		],
		[
			"RXB1 taken by what rolled over, and read second",
			[
				[0, 0],
				[300, 0],
				[600, 1],
			],
			570,
			[2],
		],
		[
			"RXB0 finds RXB1 taken as well",
			[
				[0, 1],
				[300, 0],
				[600, 0],
			],
			5000,
			[2],
		],
	] as const)("%s", (_, frames, latencyUs, lost) => {
		expect(lossesOf(arrivals(...frames), latencyUs).lost).toEqual(lost);
	});
});

describe("overflows found", () => {
	const burst = (atUs: number) => arrivals([atUs, 1], [atUs + 300, 1], [atUs + 600, 1]);

	test("two frames lost in one wait are one overflow", () => {
		expect(lossesOf(burst(0), 1000)).toEqual({ lost: [1, 2], overflows: 1 });
	});

	test("in two waits they are two", () => {
		expect(lossesOf([...burst(0), ...burst(5000)], 1000)).toEqual({ lost: [1, 2, 4, 5], overflows: 2 });
	});

	test("an overflow leaves both buffers usable", () => {
		expect(lossesOf([...burst(0), ...arrivals([2000, 1], [5000, 0])], 1000).lost).toEqual([1, 2]);
	});
});

describe("errands", () => {
	test("serve what waits, whenever the call for its interrupt would come", () => {
		const errands = [{ atUs: 400, turnUs: 0, inspectUs: 0 }, END];
		expect(lossesOf(arrivals([0, 1], [500, 1]), 1000, errands).lost).toEqual([]);
	});

	test("keep the service waiting", () => {
		const errands = [{ atUs: 90, turnUs: 300, inspectUs: 0 }, END];
		const frames = arrivals([100, 1], [330, 1]);
		expect(lossesOf(frames, 50, errands).lost).toEqual([1]);
		expect(lossesOf(frames, 50).lost).toEqual([]);
	});

	test("handle the flags that they find", () => {
		const frames = arrivals([0, 1], [300, 1], [5000, 1], [5300, 1]);
		const errands = [{ atUs: 1000, turnUs: 0, inspectUs: 11 }, END];
		expect(lossesOf(frames, 9000, errands).overflows).toBe(2);
	});
});

test("the harmless latency is harmless, and one microsecond more is not", () => {
	const frame = fc.record({
		pauseUs: fc.integer({ min: 94, max: 600 }),
		buffer: fc.constantFrom(0 as const, 1 as const),
	});
	fc.assert(
		fc.property(
			fc.array(frame, { minLength: 2, maxLength: 30 }),
			fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
			(frames, chance) => {
				let atUs = 0;
				const bus = frames.map(({ pauseUs, buffer }) => {
					atUs += pauseUs;
					return { atUs, buffer };
				});
				const harmlessUs = harmlessLatencyUs(bus);
				if (harmlessUs === Number.POSITIVE_INFINITY) return;
				const upTo = (limit: number) => () => Math.floor((chance.next().value as number) * limit);
				for (const latencyUs of [() => harmlessUs, upTo(harmlessUs)]) {
					expect(predict({ arrivals: bus, latencyUs, errands: [END] }).lost).toEqual([]);
				}
				// The worst: every fall is served at once but one.
				const lossy = bus.some(({ atUs: worst }) => {
					const latencyUs = (at: number) => (at === worst ? harmlessUs + 1 : 0);
					return predict({ arrivals: bus, latencyUs, errands: [END] }).lost.length > 0;
				});
				expect(lossy).toBe(true);
			},
		),
	);
});
