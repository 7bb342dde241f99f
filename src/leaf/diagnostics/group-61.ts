import { LBC } from "./ecu";
import { fieldReply, READ_GROUP } from "./field-reply";

/**
 * Group 61 of the battery controller of ZE1: state of health. Older ones refuse it.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 61` |
 * | 4-5 | state of health, 0.01 % |
 *
 * 331 bytes in 48 frames: to be asked rarely. The rest is unknown. A value outside of 1 to 110 % is none, which is our
 * own rule. Source: Leaf protocol facts, 4.8.
 */
export const group61 = fieldReply({
	name: "group61",
	ecu: LBC,
	request: [READ_GROUP, 0x61],
	maxLength: 400,
	fields: [{ name: "sohPct", at: 4, type: "u16", unit: "%", per: 100, range: [1, 110] }],
});
