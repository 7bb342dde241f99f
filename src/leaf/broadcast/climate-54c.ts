import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Outside temperature, from the climate control. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 6 | 7:0 | outside temperature, 0.5 °C, 0 is -40 °C |
 *
 * No CRC. Source: Leaf protocol facts, 2.9.
 */
export const climate54c = defineMessage({
	id: 0x54c,
	name: "outside temperature",
	dlc: 8,
	integrity: "none",
	periodMs: 100,
	layouts: GENERATIONS,
	signals: {
		/** Sources disagree by 0.5 °C about the offset. */
		ambientC: { unit: "°C", start: 55, length: 8, scale: 0.5, offset: -40, invalid: 0xff },
	},
});
