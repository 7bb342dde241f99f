import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * State of charge of the battery's cells, which is not the dashboard's figure. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0-1 | 7:0, 7:6 | SOC, 0.1 % |
 * | 4-5 | 7:0, 7:6 | insulation sensor, raw (5000/1024 mV each) |
 * | 6 | 7, 5:4, 1:0 | battery empty, readiness to sleep, rolling counter |
 * | 7 | 7:0 | CRC-8 |
 *
 * Source: Leaf protocol facts, 2.4.
 */
export const soc55b = defineMessage({
	id: 0x55b,
	name: "state of charge",
	dlc: 8,
	integrity: "crc8",
	periodMs: 100,
	layouts: GENERATIONS,
	signals: {
		socPct: { unit: "%", start: 7, length: 10, scale: 0.1, invalid: 0x3ff },
		irSensorRaw: { unit: "", start: 39, length: 10, invalid: 0x3ff },
		emptyFlag: { unit: "", start: 55, length: 1 },
		/** 1 the battery controller refuses to sleep, 2 it is ready to. */
		sleepBits: { unit: "", start: 53, length: 2 },
	},
});
