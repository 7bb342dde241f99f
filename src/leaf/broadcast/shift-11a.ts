import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Gear and power switch. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0 | 7:4 | gear |
 * | 1 | 7:6, 4 | on or off, eco mode |
 * | 7 | 7:0 | CRC-8 |
 *
 * Source: Leaf protocol facts, 2.8 and 2.9.
 */
export const shift11a = defineMessage({
	id: 0x11a,
	name: "gear and power switch",
	dlc: 8,
	integrity: "crc8",
	periodMs: 10,
	layouts: GENERATIONS,
	signals: {
		/** 0 and 1 P, 2 R, 3 N, 4 D. */
		gear: { unit: "", start: 7, length: 4 },
		/** 1 on, 2 off; 0 while the car charges or wakes up. */
		onOff: { unit: "", start: 15, length: 2 },
		eco: { unit: "", start: 12, length: 1 },
	},
});
