import { LBC } from "../diagnostics/ecu";
import { textReply } from "../diagnostics/text-reply";

/**
 * Group 84 of the battery controller: the serial number of the pack.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 84` |
 * | 2-17 | serial number, ASCII |
 * | 18-21 | blanks and filler |
 *
 * Source: Leaf protocol facts, 4.8.
 */
export const group84 = textReply({
	name: "group84",
	ecu: LBC,
	group: 0x84,
	signal: "batterySerial",
	length: [16, 16],
	pattern: () => /^[0-9A-Z]{4}/,
});
