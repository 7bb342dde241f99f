import { defineMessage } from "../message";

/**
 * Charge bars of the dashboard and time to full. EV-CAN, ZE0 (5 bytes) and AZE0 (7 bytes).
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0 | 7:3 | charge bars |
 * | 0-1 | 2:0, 7:0 | minutes to full |
 * | 2-3 | 2:0, 7:0 | minutes to full at 100 V |
 *
 * No CRC. Source: Leaf protocol facts, 2.8.
 */
export const chargeTime5b9 = defineMessage({
	id: 0x5b9,
	name: "charge bars and time",
	dlc: [5, 7],
	integrity: "none",
	periodMs: 512,
	layouts: ["ZE0", "AZE0"],
	signals: {
		bars: { unit: "bars", start: 7, length: 5 },
		chargeMin: { unit: "min", start: 2, length: 11, invalid: 0x7ff },
		chargeMin100V: { unit: "min", start: 18, length: 11, invalid: 0x7ff },
	},
});
