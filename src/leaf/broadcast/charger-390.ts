import { defineMessage } from "../message";

/**
 * The charger in the car. EV-CAN, from AZE0 on; ZE0 sends 0x380 and 0x5BF.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 0 | 7:4 | way of charging (one source) |
 * | 0-1 | 0, 7:0 | charge power, 0.1 kW |
 * | 3 | 5, 4:3 | mains present, mains voltage |
 * | 4 | 6 | quick charge relay |
 * | 5 | 7, 6:1 | quick charge insulation sensor, charger status |
 * | 5-6 | 0, 7:0 | most that the charger can give, 0.1 kW |
 * | 7 | 5:4, 3:0 | rolling counter, nibble sum |
 *
 * It stays idle while a 62 kWh car quick-charges. Source: Leaf protocol facts, 2.1 and 2.8.
 */
export const charger390 = defineMessage({
	id: 0x390,
	name: "charger",
	dlc: 8,
	integrity: "nibbles",
	periodMs: 100,
	layouts: ["AZE0", "ZE1"],
	signals: {
		chargePowerKw: { unit: "kW", start: 0, length: 9, scale: 0.1 },
		chargerMaxKw: { unit: "kW", start: 40, length: 9, scale: 0.1 },
		/** 0 none, 1 100 V, 2 200 V, 3 abnormal. */
		acVoltageType: { unit: "", start: 28, length: 2 },
		acPresent: { unit: "", start: 29, length: 1 },
		/** 1 idle or quick charge, 2 finished, 4 charging or interrupted, 8 or 9 idle, 12 waiting for the timer. */
		chargeStatus: { unit: "", start: 46, length: 6 },
		qcRelay: { unit: "", start: 38, length: 1 },
		qcInsulationSensor: { unit: "", start: 47, length: 1 },
		/** 9 while the car feeds a house. */
		chargeWayRaw: { unit: "", start: 7, length: 4 },
	},
});
