import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { acceptanceFor } from "../../../modules/mcp2515/acceptance";
import { planFilters, passing as planned } from "../../../modules/mcp2515/filter-plan";
import { frame, Wiring } from "./wiring";

const id = fc.integer({ min: 0, max: 0x7ff });

/** How many identifiers the masks and filters let through. */
function passing(ids: readonly number[]): number {
	const acceptance = acceptanceFor(ids);
	if (acceptance === undefined) throw new Error("not acceptable");
	const { masks, filters } = acceptance;
	const all = Array.from({ length: 0x800 }, (_, each) => each);
	return all.filter((each) => filters.some((filter, n) => ((each ^ filter) & masks[n < 2 ? 0 : 1]) === 0))
		.length;
}

describe("what passes", () => {
	test("every wanted identifier reaches onFrame, and nothing else, whatever the list", () => {
		fc.assert(
			fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 40 }), fc.array(id), (accept, others) => {
				const wiring = new Wiring();
				wiring.start({ accept });
				for (const each of [...accept, ...others]) {
					// Data that would not pass if a mask compared data bytes (4.5.1).
					wiring.chip.receive(frame(each, each & 0xff));
					wiring.run();
				}
				const expected = [...accept, ...others.filter((each) => accept.includes(each))];
				expect(wiring.heard.map((heard) => heard.id)).toEqual(expected);
			}),
			{ numRuns: 60 },
		);
	});

	test("up to six pass alone, so that software has nothing to sort out", () => {
		fc.assert(
			fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 6 }), (accept) => {
				expect(passing(accept)).toBe(accept.length);
				expect(acceptanceFor(accept)?.wanted).toBeUndefined();
			}),
		);
	});

	test("an empty list: all standard frames, no extended ones", () => {
		const wiring = new Wiring();
		wiring.start();
		for (let each = 0; each <= 0x7ff; each++) {
			expect(wiring.chip.receive(frame(each))).toBe(true);
			wiring.run();
		}
		expect(wiring.heard).toHaveLength(0x800);
		expect(wiring.chip.receive({ ...frame(0x100), extended: true })).toBe(false);
	});

	/** Optima found by trying every assignment of identifiers to the two buffers and every mask. */
	test.each([
		["Leaf, 7", [0x7bb, 0x79a, 0x1db, 0x1dc, 0x55b, 0x5bc, 0x59e], 12],
		["Leaf, 8", [0x7bb, 0x79a, 0x1db, 0x1dc, 0x55b, 0x5bc, 0x59e, 0x5c0], 20],
		["Leaf, 9", [0x7bb, 0x79a, 0x1db, 0x1dc, 0x55b, 0x5bc, 0x59e, 0x5c0, 0x5b3], 32],
		["found from the second beginning", [0x7ea, 0x2d2, 0x335, 0x3c1, 0x75c, 0x25c, 0x15c, 0x45c], 12],
		["found by exchanging two", [0x273, 0x527, 0x3cb, 0x79f, 0xe3, 0x2d7, 0x7bb, 0x6a], 20],
	])("%s: not more than a fifth more than the best possible", (_, accept, best) => {
		expect(passing(accept)).toBeLessThanOrEqual(best * 1.2);
	});

	test("filters left over let nothing more pass", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(31), { minLength: 7, maxLength: 32 }), (accept) => {
				expect(passing(accept)).toBeLessThanOrEqual(planned(accept, planFilters(accept)));
			}),
		);
	});

	test("a block that one mask can describe passes alone", () => {
		const accept = Array.from({ length: 16 }, (_, n) => 0x700 + n);
		expect(passing(accept)).toBe(16);
		expect(acceptanceFor(accept)?.wanted).toBeUndefined();
	});
});

describe("the list", () => {
	test("duplicates do not count", () => {
		const accept = [1, 2, 3, 4, 5, 6];
		expect(acceptanceFor([...accept, ...accept])).toEqual(acceptanceFor(accept));
		expect(acceptanceFor([1, 1, 2])).toEqual(acceptanceFor([1, 2]));
	});

	test("the first two get RXB0, with room for a second frame", () => {
		const wiring = new Wiring();
		wiring.start({ accept: [0x7bb, 0x79a, 0x55b] });
		for (const mark of [1, 2]) expect(wiring.chip.receive(frame(0x79a, mark))).toBe(true);
		wiring.run();
		expect(wiring.heard.map(({ data }) => data[0])).toEqual([1, 2]);
		expect(wiring.chip.receive(frame(0x55b))).toBe(true);
		expect(wiring.chip.receive(frame(0x55b))).toBe(false);
	});

	test.each([[[-1]], [[0x800]], [[1.5]], [[0x1db, Number.NaN]]])("%j is not one", (accept) => {
		expect(acceptanceFor(accept)).toBeUndefined();
	});
});
