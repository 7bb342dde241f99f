import { LBC } from "./ecu";
import { fieldReply, READ_GROUP } from "./field-reply";

/**
 * Group 03 of the battery controller: the highest and the lowest cell, in less than the 198 bytes of group 02.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 03` |
 * | 12-13 | highest cell, 1 mV |
 * | 14-15 | lowest cell, 1 mV |
 *
 * 28 bytes; the rest is unknown. Seen on one car only. Source: Leaf protocol facts, 4.5.
 */
export const group03 = fieldReply({
	name: "group03",
	ecu: LBC,
	request: [READ_GROUP, 0x03],
	maxLength: 64,
	fields: [
		{ name: "cellMaxMv", at: 12, type: "u16", unit: "mV", range: [2500, 4300] },
		{ name: "cellMinMv", at: 14, type: "u16", unit: "mV", range: [2500, 4300] },
	],
});
