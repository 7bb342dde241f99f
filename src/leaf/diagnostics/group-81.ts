import { VCM } from "./ecu";
import { textReply } from "./text-reply";

/**
 * Group 81 of the vehicle control module: the vehicle identification number. Not on ZE0.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 81` |
 * | 2-18 | VIN, ASCII |
 * | 19-20 | 00 |
 *
 * A text that is none by ISO 3779 (17 capital letters and digits, without I, O and Q) is left out. Source: Leaf
 * protocol facts, 4.8.
 */
export const vinGroup81 = textReply({
	name: "vinGroup81",
	ecu: VCM,
	group: 0x81,
	signal: "vin",
	length: [17, 17],
	pattern: () => /^[A-HJ-NPR-Z0-9]{17}$/,
});
