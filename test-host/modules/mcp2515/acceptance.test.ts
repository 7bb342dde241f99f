import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Acceptance, acceptanceFor, type WantedIds } from "../../../modules/mcp2515/acceptance";
import { replyFilters } from "../../../modules/mcp2515/reply-filters";
import { frame, Wiring, wanted } from "./wiring";

const IDS = Array.from({ length: 0x800 }, (_, id) => id);
const id = fc.integer({ min: 0, max: 0x7ff });
/** Lists that fit, without an identifier in two of them. */
const fitting: fc.Arbitrary<WantedIds> = fc
	.tuple(fc.uniqueArray(id, { maxLength: 25 }), fc.nat(10), fc.nat(3))
	.map(([ids, replies, always]) => ({
		replies: ids.slice(0, replies),
		always: ids.slice(replies, replies + always),
		inTurn: ids.slice(replies + always),
	}))
	.filter(({ replies, always, inTurn }) => replies.length + always.length + inTurn.length > 0);

function accepted(lists: Partial<WantedIds>): Acceptance {
	const acceptance = acceptanceFor(wanted(lists));
	if (acceptance === undefined) throw new Error("does not fit");
	return acceptance;
}

/** The identifiers that a receive buffer lets through. */
function passing({ masks, filters }: Acceptance, buffer: 0 | 1): number[] {
	const own = buffer === 0 ? filters.slice(0, 2) : filters.slice(2);
	return IDS.filter((each) => own.some((filter) => ((each ^ filter) & masks[buffer]) === 0));
}

/** The fewest identifiers that two filters under one mask can pass, found by trying every mask. */
function fewest(ids: readonly number[]): number {
	let best = Number.POSITIVE_INFINITY;
	for (const mask of IDS) {
		const classes = new Set(ids.map((each) => each & mask)).size;
		if (classes <= 2) best = Math.min(best, IDS.filter((each) => (each & mask) === 0).length * classes);
	}
	return best;
}

describe("what passes", () => {
	test("every wanted identifier has a filter or a turn, RXB1 is exact, and `wanted` sorts out the rest", () => {
		fc.assert(
			fc.property(fitting, (lists) => {
				const acceptance = accepted(lists);
				const all = [...lists.replies, ...lists.always, ...lists.inTurn];
				const [first, second] = [passing(acceptance, 0), passing(acceptance, 1)];
				expect(first).toEqual(expect.arrayContaining([...lists.replies]));
				expect([...first, ...second]).toEqual(expect.arrayContaining([...lists.always]));
				expect([...first, ...second, ...acceptance.turns]).toEqual(expect.arrayContaining(all));
				expect(acceptance.masks[1]).toBe(0x7ff);
				expect(second.filter((each) => !all.includes(each))).toEqual([]);
				const bits = acceptance.wanted;
				const isWanted = (each: number) => !bits || ((bits[each >> 3] ?? 0) & (1 << (each & 7))) !== 0;
				expect(first.filter(isWanted)).toEqual(first.filter((each) => all.includes(each)));
			}),
		);
	});

	test("through the chip: every wanted identifier reaches onFrame when it has its turn, and nothing else ever", () => {
		fc.assert(
			fc.property(fitting, fc.array(id, { maxLength: 50 }), (lists, others) => {
				const wiring = new Wiring();
				wiring.start({ accept: lists });
				const { turns } = accepted(lists);
				const all = [...lists.replies, ...lists.always, ...lists.inTurn];
				for (const each of [...all, ...others]) {
					// Data that would not pass if a mask compared data bytes (4.5.1).
					wiring.chip.receive(frame(each, each & 0xff));
					wiring.run();
				}
				const heard = [...all, ...others.filter((each) => all.includes(each))];
				const expected = heard.filter((each) => !turns.slice(1).includes(each));
				expect(wiring.heard.map((one) => one.id)).toEqual(expected);
			}),
			{ numRuns: 60 },
		);
	});

	test("the replies' mask is the best there is", () => {
		fc.assert(
			fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 10 }), (ids) => {
				const { mask, filters, passing: count } = replyFilters(ids);
				const through = IDS.filter((each) => filters.some((filter) => ((each ^ filter) & mask) === 0));
				expect(through).toEqual(expect.arrayContaining(ids));
				expect(through).toHaveLength(count);
				expect(count).toBe(fewest(ids));
			}),
			{ numRuns: 40 },
		);
	});

	test("two replies pass alone, so that software has nothing to sort out", () => {
		const acceptance = accepted({ replies: [0x7bb, 0x79a], always: [0x1db, 0x55b, 0x5bc] });
		expect(passing(acceptance, 0)).toEqual([0x79a, 0x7bb]);
		expect(acceptance.wanted).toBeUndefined();
	});

	test("all empty: all standard frames, no extended ones", () => {
		const wiring = new Wiring();
		wiring.start();
		for (const each of IDS) {
			expect(wiring.chip.receive(frame(each))).toBe(true);
			wiring.run();
		}
		expect(wiring.heard).toHaveLength(0x800);
		expect(wiring.chip.receive({ ...frame(0x100), extended: true })).toBe(false);
	});
});

describe("who gets which filter", () => {
	test("the replies get RXB0, with room for a second frame", () => {
		const wiring = new Wiring();
		wiring.start({ accept: wanted({ replies: [0x7bb, 0x79a, 0x763], always: [0x55b] }) });
		for (const mark of [1, 2]) expect(wiring.chip.receive(frame(0x79a, mark))).toBe(true);
		wiring.run();
		expect(wiring.heard.map(({ data }) => data[0])).toEqual([1, 2]);
		expect(wiring.chip.receive(frame(0x55b))).toBe(true);
		expect(wiring.chip.receive(frame(0x55b))).toBe(false);
	});

	test.each<[string, Partial<WantedIds>, number[], number[]]>([
		[
			"one in turn has the fourth filter",
			{ replies: [0x7bb], always: [1, 2, 3], inTurn: [4] },
			[1, 2, 3, 4],
			[],
		],
		["four always", { replies: [0x7bb], always: [1, 2, 3, 4] }, [1, 2, 3, 4], []],
		["two in turn share", { replies: [0x7bb], always: [1, 2, 3], inTurn: [4, 5] }, [1, 2, 3, 4], [4, 5]],
		["free filters are used before", { replies: [0x7bb], inTurn: [4, 5, 6, 7, 8] }, [4, 5, 6, 7], [7, 8]],
		["filters left over repeat", { replies: [0x7bb], always: [1, 2] }, [1, 2, 1, 1], []],
		["nothing for RXB1", { replies: [0x7bb, 0x7bb] }, [0x7bb, 0x7bb, 0x7bb, 0x7bb], []],
		["none twice", { replies: [9], always: [1, 9, 1], inTurn: [1, 9, 2] }, [1, 2, 1, 1], []],
		["what passes RXB0 anyway", { replies: [8, 9, 10], always: [11, 1], inTurn: [2] }, [1, 2, 1, 1], []],
	])("%s", (_, lists, filters, turns) => {
		const acceptance = accepted(lists);
		expect(acceptance.filters.slice(2)).toEqual(filters);
		expect(acceptance.turns).toEqual(turns);
	});

	test("without replies, RXB0 takes the first of the others", () => {
		const acceptance = accepted({ always: [1, 2, 3], inTurn: [4, 5, 6] });
		expect(acceptance.filters).toEqual([2, 1, 3, 4, 5, 6]);
		expect(acceptance.masks).toEqual([0x7ff, 0x7ff]);
		expect(acceptance.turns).toEqual([]);
	});
});

test.each<Partial<WantedIds>>([
	{ replies: [-1] },
	{ always: [0x800] },
	{ inTurn: [1.5] },
	{ inTurn: [0x1db, Number.NaN] },
	{ replies: IDS.slice(0, 11) },
	{ always: [1, 2, 3, 4, 5] },
	{ always: [1, 2, 3, 4], inTurn: [5] },
])("%j does not fit", (lists) => {
	expect(acceptanceFor(wanted(lists))).toBeUndefined();
});
