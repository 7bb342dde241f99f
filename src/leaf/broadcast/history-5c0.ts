import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/** Full scale is 86 °C, one below all bits set. */
const TEMPERATURE = {
	unit: "°C",
	length: 7,
	offset: -40,
	invalid: 0x7f,
	when: { signal: "kind", not: 0 },
	generations: ["ZE0", "AZE0"],
} as const;

/**
 * Pack temperatures and trouble code of the battery controller. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0 | 7:6 or 2:0 | of what the frame tells: kind (ZE0, AZE0), part (ZE1) |
 * | 1 | 7:1 | temperature when the car woke up (ZE0, AZE0) |
 * | 2 | 7:1 | temperature (ZE0, AZE0) |
 * | 4 | 0 | a battery heater is fitted (AZE0, ZE1) |
 * | 7 | 7:0 | trouble code |
 *
 * The kinds go round frame by frame. What ZE1 sends in their place is not known: ask it for group 04. No CRC.
 * Source: Leaf protocol facts, 2.7.
 */
export const history5c0 = defineMessage({
	id: 0x5c0,
	name: "battery history",
	dlc: 8,
	integrity: "none",
	periodMs: 500,
	layouts: GENERATIONS,
	signals: {
		/** Of which cells: 0 not calculated, 1 the warmest, 2 the average, 3 the coldest. */
		kind: { unit: "", start: 7, length: 2, generations: ["ZE0", "AZE0"] },
		mux: { unit: "", start: 2, length: 3, generations: ["ZE1"] },
		/** Of the cells that `kind` names. */
		tempC: { ...TEMPERATURE, start: 23 },
		wakeTempC: { ...TEMPERATURE, start: 15 },
		heaterExists: { unit: "", start: 32, length: 1, generations: ["AZE0", "ZE1"] },
		/** 0 none. */
		dtcByte: { unit: "", start: 63, length: 8 },
	},
});
