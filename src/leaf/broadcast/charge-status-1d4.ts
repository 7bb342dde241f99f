import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Whether the car charges, as its vehicle controller sees it. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 6 | 7:0 | charge status |
 * | 7 | 7:0 | CRC-8 |
 *
 * Source: Leaf protocol facts, 2.8.
 */
export const chargeStatus1d4 = defineMessage({
	id: 0x1d4,
	name: "charge status",
	dlc: 8,
	integrity: "crc8",
	periodMs: 10,
	layouts: GENERATIONS,
	signals: {
		/** The car charges while bits 7 and 6 stay set; for up to 12 frames they may also be set when it is switched on. */
		chargeStatusRaw: { unit: "", start: 55, length: 8 },
	},
});
