import { defineMessage } from "../message";

/**
 * Most that a charger may give a pack of 62 kWh, beyond what 0x1DC can say. EV-CAN, ZE1 with 62 kWh.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0-1 | 7:0, 7:5 | power, 0.1 kW, 0 is 10 kW |
 * | 2 | 7:0 | CRC-8 |
 *
 * Source: Leaf protocol facts, 2.9.
 */
export const charger1ed = defineMessage({
	id: 0x1ed,
	name: "charger limit of 62 kWh",
	dlc: 3,
	integrity: "crc8",
	periodMs: 10,
	layouts: ["ZE1"],
	signals: {
		/** Absent while nothing charges. */
		chargerMaxKw: { unit: "kW", start: 7, length: 11, scale: 0.1, offset: 10, invalid: 0x7ff },
	},
});
