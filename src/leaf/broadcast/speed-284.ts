import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Speed by the brakes' wheel sensors. EV-CAN and CAR-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 4-5 | 7:0, 7:0 | speed, 0.01 km/h |
 *
 * No CRC. Source: Leaf protocol facts, 2.9.
 */
export const speed284 = defineMessage({
	id: 0x284,
	name: "speed of the wheels",
	dlc: 8,
	integrity: "none",
	periodMs: 20,
	layouts: [...GENERATIONS, "CAR"],
	signals: {
		speedKmh: { unit: "km/h", start: 39, length: 16, scale: 0.01 },
		/** As sent: sources disagree whether 98 or 100 of it are 1 km/h. */
		speedRaw: { unit: "", start: 39, length: 16 },
	},
});
