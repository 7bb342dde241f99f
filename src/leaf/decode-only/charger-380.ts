import { defineMessage } from "../message";

/**
 * The charger in a car of 2011-12. EV-CAN, ZE0.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 2-3 | 0, 7:0 | charger power, 0.1 kW |
 * | 4 | 6, 5 | mains relay, quick charge relay |
 * | 5-6 | 2:0, 7:2 | mains voltage, 0.5 V, 0 is 70 V |
 * | 7 | 5:4, 3:0 | rolling counter, nibble sum |
 *
 * Source: Leaf protocol facts, 2.1 and 2.8.
 */
export const charger380 = defineMessage({
	id: 0x380,
	name: "charger of 2011-12",
	dlc: 8,
	integrity: "nibbles",
	periodMs: 100,
	layouts: ["ZE0"],
	signals: {
		acRelay: { unit: "", start: 38, length: 1 },
		qcRelay: { unit: "", start: 37, length: 1 },
		/** What the charger can give, not what it gives: 3.3 in a parked car that does not charge. */
		chargerPowerKw: { unit: "kW", start: 16, length: 9, scale: 0.1 },
		/** Absent at the bottom of its range, which means that there is no mains. */
		acVoltageV: { unit: "V", start: 42, length: 9, scale: 0.5, offset: 70, invalid: 0 },
	},
});
