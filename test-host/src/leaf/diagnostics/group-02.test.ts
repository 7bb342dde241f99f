import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { group02 } from "../../../../src/leaf/diagnostics/group-02";

/** A reply with these cells; voltages of the pack behind them. */
function reply(cells: readonly number[]): Uint8Array {
	const payload = Buffer.from([0x61, 0x02, ...new Array(196).fill(0)]);
	for (const [index, mv] of cells.entries()) payload.writeUInt16BE(mv, 2 + 2 * index);
	return new Uint8Array(payload);
}

const even = (mv: number) => new Array<number>(96).fill(mv);

test("of equal cells, the first one is lowest and highest", () => {
	const expected = { cellMinMv: 3900, cellMaxMv: 3900, cellMinIndex1: 1, cellMaxIndex1: 1, cellSumV: 374.4 };
	expect(group02.decode(reply(even(3900)))).toMatchObject(expected);
});

test("a cell that cannot be is counted, and no extreme", () => {
	const values = group02.decode(reply([0, 0xffff, 2499, 4301, 2500, 4300, ...even(3900).slice(6)]));
	const expected = { cellCount: 96, cellsImplausible: 4, cellMinMv: 2500, cellMaxMv: 4300 };
	expect(values).toMatchObject({ ...expected, cellMinIndex1: 5, cellMaxIndex1: 6 });
	expect(values).not.toHaveProperty("cellSumV");
});

test("without a plausible cell there are no extremes", () => {
	const values = group02.decode(reply(even(0)));
	expect(values).toEqual({
		cellCount: 96,
		cellsImplausible: 96,
		packVoltageTrailV: 0,
		packVoltageTrail2V: 0,
	});
});

test("the last cell must be there, the voltages of the pack need not", () => {
	const payload = reply(even(4000));
	expect(group02.decode(payload.subarray(0, 193))).toEqual({ reason: "too-short" });
	expect(group02.decode(payload.subarray(0, 194))).toMatchObject({ cellSumV: 384 });
	expect(group02.decode(payload.subarray(0, 194))).not.toHaveProperty("packVoltageTrailV");
});

test("lowest, highest and sum are those of any cells", () => {
	const cells = fc.array(fc.integer({ min: 2500, max: 4300 }), { minLength: 96, maxLength: 96 });
	fc.assert(
		fc.property(cells, (mv) => {
			const [cellMinMv, cellMaxMv] = [Math.min(...mv), Math.max(...mv)];
			expect(group02.decode(reply(mv))).toMatchObject({
				cellMinMv,
				cellMaxMv,
				cellMinIndex1: mv.indexOf(cellMinMv) + 1,
				cellMaxIndex1: mv.indexOf(cellMaxMv) + 1,
				cellSumV: expect.closeTo(mv.reduce((sum, one) => sum + one, 0) / 1000, 6),
			});
		}),
	);
});
