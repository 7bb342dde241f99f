import { LBC } from "../diagnostics/ecu";
import { fieldReply, READ_GROUP } from "../diagnostics/field-reply";

/**
 * Group 62 of the battery controller: how often the pack was charged.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 62` |
 * | 2-3 | normal charges, AC |
 * | 4-5 | quick charges |
 *
 * From a single source, not seen in a capture; the vehicle control module tells both as well. Source: Leaf protocol
 * facts, 4.8.
 */
export const group62 = fieldReply({
	name: "group62",
	ecu: LBC,
	request: [READ_GROUP, 0x62],
	maxLength: 96,
	fields: [
		{ name: "acChargeCount", at: 2, type: "u16", unit: "", missing: 0xffff },
		{ name: "qcCount", at: 4, type: "u16", unit: "", missing: 0xffff },
	],
});
