import { LBC } from "../diagnostics/ecu";
import { fieldReply, READ_GROUP } from "../diagnostics/field-reply";

/**
 * Group 05 of the battery controller: statistics of the cells.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 05` |
 * | 8-9, 10-11 | look like two cells, 1 mV |
 * | 22-23 | a flag |
 *
 * 71 bytes on ZE0; the rest is unknown, a current among it whose place is not told. Names and meaning are guesses:
 * nothing of it is for owners. Source: Leaf protocol facts, 4.7.
 */
export const group05 = fieldReply({
	name: "group05",
	ecu: LBC,
	request: [READ_GROUP, 0x05],
	maxLength: 96,
	fields: [
		{ name: "statisticsCell1Mv", at: 8, type: "u16", unit: "mV", range: [2500, 4300] },
		{ name: "statisticsCell2Mv", at: 10, type: "u16", unit: "mV", range: [2500, 4300] },
		{ name: "statisticsFlagRaw", at: 22, type: "u16", unit: "" },
	],
});
