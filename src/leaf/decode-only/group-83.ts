import { LBC } from "../diagnostics/ecu";
import { textReply } from "../diagnostics/text-reply";

/**
 * Group 83 of the battery controller: its part number.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 83` |
 * | from 2 | part number, ASCII, up to the first byte that is no printable character |
 *
 * No reply is published; that it looks like that of group 84 is an assumption. Source: Leaf protocol facts, 4.8.
 */
export const group83 = textReply({
	name: "group83",
	ecu: LBC,
	group: 0x83,
	signal: "batteryPartNumber",
	length: [4, 32],
	pattern: () => /^[\x21-\x7e]{4}/,
});
