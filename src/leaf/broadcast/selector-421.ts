import { defineMessage } from "../message";

/**
 * Gear for the instruments. CAR-CAN of 2011-17 cars, 1 to 3 bytes.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0 | 7:3 | selector |
 *
 * No CRC. Source: Leaf protocol facts, 2.9.
 */
export const selector421 = defineMessage({
	id: 0x421,
	name: "gear for the instruments",
	dlc: [1, 2, 3],
	integrity: "none",
	periodMs: 60,
	layouts: ["ZE0", "AZE0", "CAR"],
	signals: {
		/** 1 P, 2 R, 3 N, 4 D, 7 B or eco. */
		gearRaw: { unit: "", start: 7, length: 5 },
	},
});
