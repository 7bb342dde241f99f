import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Odometer and parking brake, from the instruments. CAR-CAN; EV-CAN of ZE1 and some vans of 40 kWh.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0 | 2 | parking brake |
 * | 1-3 | all | odometer |
 *
 * No CRC. Source: Leaf protocol facts, 2.9.
 */
export const odometer5c5 = defineMessage({
	id: 0x5c5,
	name: "odometer",
	dlc: 8,
	integrity: "none",
	periodMs: 100,
	layouts: [...GENERATIONS, "CAR"],
	signals: {
		/** Kilometres, or miles when 0x355 says so (`unitsMiles`). */
		odometerRaw: { unit: "", start: 15, length: 24 },
		parkBrake: { unit: "", start: 2, length: 1 },
	},
});
