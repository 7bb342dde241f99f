import { defineMessage } from "../message";

/**
 * Voltage of the 12 V battery, from the brakes. CAR-CAN of 2011-17 cars.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 3 | 7:0 | voltage, 0.1 V |
 *
 * No CRC. Source: Leaf protocol facts, 2.9; its length is that of published CAR-CAN tables. The period is in none of
 * them: the one here is rather too long than too short.
 */
export const aux292 = defineMessage({
	id: 0x292,
	name: "12 V battery",
	dlc: 8,
	integrity: "none",
	periodMs: 100,
	layouts: ["ZE0", "AZE0", "CAR"],
	signals: {
		aux12V: { unit: "V", start: 31, length: 8, scale: 0.1 },
	},
});
