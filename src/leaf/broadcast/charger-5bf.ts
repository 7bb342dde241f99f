import { defineMessage } from "../message";

/**
 * Status of the charger in a car of 2011-12. EV-CAN, ZE0.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 2 | 7:0 | current that the charging station offers, 0.5 A |
 * | 3 | 7:0 | quick charge voltage, 1 V, 0 is 257 V |
 * | 4 | 7:0 | status |
 * | 7 | 5:4, 3:0 | rolling counter, nibble sum |
 *
 * Source: Leaf protocol facts, 2.1 and 2.8.
 */
export const charger5bf = defineMessage({
	id: 0x5bf,
	name: "charger status of 2011-12",
	dlc: 8,
	integrity: "nibbles",
	periodMs: 100,
	layouts: ["ZE0"],
	signals: {
		/**
		 * 0x28 on and idle, 0x30 off or waiting for the timer, 0x38 off, 0x18 plug just connected, 0x20 starting,
		 * 0x60 charging, 0x40 finished, 0xB0 quick charging, 0x90 and 0x98 preparing to.
		 */
		chargerStatusRaw: { unit: "", start: 39, length: 8 },
		/** By the pilot signal of SAE J1772; 0 without a station. */
		pilotLimitA: { unit: "A", start: 23, length: 8, scale: 0.5 },
		/** Absent at the bottom of its range, which means that nothing quick-charges. */
		qcVoltageV: { unit: "V", start: 31, length: 8, offset: 257, invalid: 0 },
	},
});
