import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Pack current, voltage and relay status from the battery. EV-CAN, all generations.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0-1 | 7:0, 7:5 | current, + charging and regeneration, - driving |
 * | 1 | 4:3, 2:0 | relay cut request, failsafe status |
 * | 2-3 | 7:0, 7:6 | voltage |
 * | 3 | 5, 4, 3 | main relay on, full charge, interlock |
 * | 4 | 6:0 | usable SOC (AZE0) |
 * | 5-6 | 7:0, 7:4 | current once more in 12 bits (ZE1) |
 * | 6 | 1:0 | rolling counter |
 * | 7 | 7:0 | CRC-8 |
 *
 * Current and voltage are absent for the first frames after the battery wakes up. Source: Leaf protocol facts, 2.2.
 */
export const pack1db = defineMessage({
	id: 0x1db,
	name: "pack current and voltage",
	dlc: 8,
	integrity: "crc8",
	periodMs: 10,
	layouts: GENERATIONS,
	signals: {
		currentA: { unit: "A", start: 7, length: 11, signed: true, scale: 0.5, invalid: 0x3ff },
		voltageV: { unit: "V", start: 23, length: 10, scale: 0.5, invalid: 0x3ff },
		/** 0 none; otherwise the battery wants the main relay to open. */
		relayCutRequest: { unit: "", start: 12, length: 2 },
		/** Bit 0 normal stop, bit 1 charging stop, bit 2 caution lamp. */
		failsafeStatus: { unit: "", start: 10, length: 3 },
		mainRelayOn: { unit: "", start: 29, length: 1 },
		fullChargeFlag: { unit: "", start: 28, length: 1 },
		interlock: { unit: "", start: 27, length: 1 },
		/** As on the dashboard; ZE0 and ZE1 always send 0. */
		usableSocPct: { unit: "%", start: 38, length: 7, invalid: 0x7f, generations: ["AZE0"] },
		/** Does not clip at -512 A as the 11-bit field does. */
		currentFine12A: {
			unit: "A",
			start: 47,
			length: 12,
			signed: true,
			scale: 0.5,
			invalid: -0x800,
			generations: ["ZE1"],
		},
		prun: { unit: "", start: 49, length: 2 },
	},
});
