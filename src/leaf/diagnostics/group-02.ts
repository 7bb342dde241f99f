import { u16 } from "./big-endian";
import { LBC } from "./ecu";
import { READ_GROUP } from "./field-reply";
import { type Field, readFields } from "./fields";
import { defineReply } from "./reply";

/** Cells, or pairs of cells, in series: alike in every Leaf. */
const CELLS = 96;
const FIRST_CELL = 2;
const CELLS_END = FIRST_CELL + 2 * CELLS;
/** A cell outside of these is a fault of the measurement. */
const LOWEST_MV = 2500;
const HIGHEST_MV = 4300;

type Trailer = "packVoltageTrailV" | "packVoltageTrail2V";

const TRAILER: readonly Field<Trailer>[] = Object.freeze([
	{ name: "packVoltageTrailV", at: CELLS_END, type: "u16", unit: "V", per: 100 },
	{ name: "packVoltageTrail2V", at: CELLS_END + 2, type: "u16", unit: "V", per: 100 },
] as const);

/** Over the plausible cells. Of equal cells the first one counts. */
interface Extremes {
	cellMinMv: number;
	cellMaxMv: number;
	/** Counted from 1. */
	cellMinIndex1: number;
	cellMaxIndex1: number;
}

/**
 * Group 02 of the battery controller: the voltage of each cell, told as lowest, highest and sum.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 02` |
 * | 2-193 | 96 cells, 1 mV |
 * | 194-195 | pack voltage, 0.01 V |
 * | 196-197 | voltage behind the main relays, 0.01 V; equals the pack's once they are closed |
 *
 * Cells outside of 2500 to 4300 mV are counted as `cellsImplausible` and left out; there is a `cellSumV` only when
 * there are none, and extremes only when there is another one. Source: Leaf protocol facts, 4.4.
 */
export const group02 = defineReply<Trailer | keyof Extremes | "cellCount" | "cellsImplausible" | "cellSumV">({
	name: "group02",
	ecu: LBC,
	request: [READ_GROUP, 0x02],
	minLength: CELLS_END,
	maxLength: 256,
	decode(payload) {
		const extremes = { cellMinMv: HIGHEST_MV + 1, cellMaxMv: 0, cellMinIndex1: 0, cellMaxIndex1: 0 };
		let [sum, implausible] = [0, 0];
		for (let cell = 1; cell <= CELLS; cell++) {
			const mv = u16(payload, CELLS_END - 2 * (CELLS + 1 - cell));
			sum += mv;
			if (mv < LOWEST_MV || mv > HIGHEST_MV) implausible++;
			else widen(extremes, cell, mv);
		}
		return {
			cellCount: CELLS,
			cellsImplausible: implausible,
			...(implausible < CELLS && extremes),
			...(implausible === 0 && { cellSumV: sum / 1000 }),
			...readFields(TRAILER, payload),
		};
	},
});

function widen(extremes: Extremes, cell: number, mv: number): void {
	if (mv < extremes.cellMinMv) {
		extremes.cellMinMv = mv;
		extremes.cellMinIndex1 = cell;
	}
	if (mv > extremes.cellMaxMv) {
		extremes.cellMaxMv = mv;
		extremes.cellMaxIndex1 = cell;
	}
}
