import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Speed and the unit of the odometer, from the instruments. CAR-CAN; EV-CAN of ZE1 and some vans of 40 kWh. 7 or 8
 * bytes.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0-1 | 7:0, 7:0 | speed, 0.01 km/h |
 * | 6 | 5 | the odometer counts miles |
 *
 * No CRC. Source: Leaf protocol facts, 2.9.
 */
export const speed355 = defineMessage({
	id: 0x355,
	name: "speed and units",
	dlc: [7, 8],
	integrity: "none",
	periodMs: 40,
	layouts: [...GENERATIONS, "CAR"],
	signals: {
		speedKmh: { unit: "km/h", start: 7, length: 16, scale: 0.01 },
		/** By the market that the car was made for; what the driver chose for the display is elsewhere. */
		unitsMiles: { unit: "", start: 53, length: 1 },
	},
});
