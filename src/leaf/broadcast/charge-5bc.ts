import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Energy in GIDs (80 Wh each), health, and time to charge. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0-1 | 7:0, 7:6 | GIDs; the pack's maximum when the flag in byte 5 is set |
 * | 1-2 | 5:0, 7:4 | capacity when new (ZE0) |
 * | 2 | 3:0 or 7:0 | bars (ZE0), segment (AZE0, ZE1) |
 * | 3 | 7:0 | average temperature (ZE0), dashboard temperature gauge (AZE0, ZE1) |
 * | 4 | 7:1, 0 | SOH; what byte 2 tells: 0 charge, 1 capacity |
 * | 5 | 7:5, 4 | power limit reason, maximum-GIDs flag |
 * | 5-6 | 1:0, 7:5 | which charge time the frame carries |
 * | 6-7 | 4:0, 7:0 | that charge time |
 *
 * Packs from 30 kWh on set the flag in every other frame. The charge times go round frame by frame; their codes
 * differ between generations. No CRC. Source: Leaf protocol facts, 2.5.
 */
export const charge5bc = defineMessage({
	id: 0x5bc,
	name: "energy, health and charge time",
	dlc: 8,
	integrity: "none",
	periodMs: 500,
	layouts: GENERATIONS,
	signals: {
		maxGidsFlag: { unit: "", start: 44, length: 1 },
		/** Energy in the pack now, in units of 80 Wh. */
		gids: { unit: "GIDs", start: 7, length: 10, invalid: 0x3ff, when: { signal: "maxGidsFlag", equals: 0 } },
		/** Energy of the full pack, in units of 80 Wh. */
		maxGids: {
			unit: "GIDs",
			start: 7,
			length: 10,
			invalid: 0x3ff,
			when: { signal: "maxGidsFlag", equals: 1 },
		},
		/** 0 and 127 are sent while the battery controller has no figure. */
		sohPct: { unit: "%", start: 39, length: 7, invalid: [0, 127] },
		/** What `segment` or `segmentRaw` tells in this frame: 0 charge, 1 capacity. */
		segSwitch: { unit: "", start: 32, length: 1 },
		fullCapacityWh: {
			unit: "Wh",
			start: 13,
			length: 10,
			scale: 80,
			offset: 20000,
			invalid: [0x3ff],
			generations: ["ZE0"],
		},
		/** Bars, 0 to 12. */
		segment: { unit: "bars", start: 19, length: 4, invalid: [13, 14, 15], generations: ["ZE0"] },
		segmentRaw: { unit: "", start: 23, length: 8, generations: ["AZE0", "ZE1"] },
		avgTempC: { unit: "°C", start: 31, length: 8, offset: -40, invalid: [0xff], generations: ["ZE0"] },
		/** The needle of the dashboard, 5/12 % a step: not a temperature. */
		dashTempSegmentRaw: { unit: "", start: 31, length: 8, generations: ["AZE0", "ZE1"] },
		/** 0 none, 1 capacity drop, 2 battery controller malfunction, 3 hot, 4 cold. */
		limitReason: { unit: "", start: 47, length: 3 },
		chargeTimeCondition: { unit: "", start: 41, length: 5 },
		chargeTimeMin: { unit: "min", start: 52, length: 13, invalid: 0x1fff },
	},
});
