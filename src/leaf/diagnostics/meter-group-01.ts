import { METER } from "./ecu";
import { fieldReply, READ_GROUP } from "./field-reply";

/**
 * Group 01 of the instrument cluster of 2011-17.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 01` |
 * | 9-11 | odometer, 1 km |
 *
 * 130 bytes; the rest is unknown. Source: Leaf protocol facts, 4.10.
 */
export const meterGroup01 = fieldReply({
	name: "meterGroup01",
	ecu: METER,
	request: [READ_GROUP, 0x01],
	maxLength: 256,
	fields: [{ name: "odometerKm", at: 9, type: "u24", unit: "km", missing: 0xffffff }],
});
