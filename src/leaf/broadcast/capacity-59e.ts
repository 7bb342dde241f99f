import { defineMessage } from "../message";

/**
 * Capacity in kWh as the battery reckons it, ageing included. EV-CAN, from AZE0 on.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 2-3 | 5:0, 7:4 | energy of the full pack, 0.1 kWh |
 * | 3-4 | 3:0, 7:3 | energy in the pack now, 0.1 kWh, never above 50.0 |
 * | 7 | 7:0 | dashboard SOC, 0.5 % (ZE1) |
 *
 * No CRC. Source: Leaf protocol facts, 2.6.
 */
export const capacity59e = defineMessage({
	id: 0x59e,
	name: "capacity",
	dlc: 8,
	integrity: "none",
	periodMs: 500,
	layouts: ["AZE0", "ZE1"],
	signals: {
		fullCapacityKwh: { unit: "kWh", start: 21, length: 10, scale: 0.1 },
		/** Clips at 50.0 kWh: on a 62 kWh pack take GIDs instead. */
		remainCapacityClippedKwh: { unit: "kWh", start: 27, length: 9, scale: 0.1 },
		dashSocPct: { unit: "%", start: 63, length: 8, scale: 0.5, invalid: 0xff, generations: ["ZE1"] },
	},
});
