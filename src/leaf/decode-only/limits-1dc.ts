import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * How much power the battery gives and takes. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0-1 | 7:0, 7:6 | discharge limit, 0.25 kW |
 * | 1-2 | 5:0, 7:4 | charge limit, regeneration included, 0.25 kW |
 * | 2-3 | 3:0, 7:2 | most that a charger may give, 0.1 kW, 0 is -10 kW |
 * | 3 | 1:0 | charge power status |
 * | 7 | 7:0 | CRC-8 |
 *
 * All three are absent for the first frames after the battery wakes up. Source: Leaf protocol facts, 2.3.
 */
export const limits1dc = defineMessage({
	id: 0x1dc,
	name: "power limits",
	dlc: 8,
	integrity: "crc8",
	periodMs: 10,
	layouts: GENERATIONS,
	signals: {
		dischargeLimitKw: { unit: "kW", start: 7, length: 10, scale: 0.25, invalid: 0x3ff },
		chargeLimitKw: { unit: "kW", start: 13, length: 10, scale: 0.25, invalid: 0x3ff },
		/** Mostly absent while nothing charges. */
		chargerMaxKw: { unit: "kW", start: 19, length: 10, scale: 0.1, offset: -10, invalid: 0x3ff },
		/** 1 normal, 2 high, 3 at the limit. */
		chargePowerStatus: { unit: "", start: 25, length: 2 },
	},
});
