import { defineMessage } from "../message";

/**
 * Health and energy once more, for the instruments. CAR-CAN of 2011-17 cars.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 1 | 7:1 | SOH |
 * | 4-5 | 1:0, 7:0 | GIDs |
 *
 * Packs from 30 kWh on send their maximum GIDs in every other frame, and nothing in the frame says so. No CRC.
 * Source: Leaf protocol facts, 2.9.
 */
export const health5b3 = defineMessage({
	id: 0x5b3,
	name: "health for the instruments",
	dlc: 8,
	integrity: "none",
	periodMs: 500,
	layouts: ["ZE0", "AZE0", "CAR"],
	signals: {
		/** 0 while the battery controller has no figure. */
		sohPct: { unit: "%", start: 15, length: 7 },
		gids: { unit: "GIDs", start: 33, length: 10, invalid: 0x3ff },
	},
});
