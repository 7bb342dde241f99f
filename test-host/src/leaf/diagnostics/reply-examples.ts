import type { ReplyValue } from "../../../../src/leaf/diagnostics/reply";

/** A reply and what it means. */
export interface ReplyExample {
	/** Of the definition. */
	readonly name: string;
	/** Identifier of the frames, and the reassembled payload in hex. */
	readonly id: number;
	readonly payload: string;
	readonly values: Readonly<Record<string, ReplyValue>>;
}

const [LBC, VCM, METER, INVERTER] = [0x7bb, 0x79a, 0x763, 0x78c] as const;

function example(
	name: string,
	id: number,
	payload: string,
	values: Readonly<Record<string, ReplyValue>>,
): ReplyExample {
	return { name, id, payload: payload.replaceAll(" ", ""), values };
}

/** 96 cells of 4000 mV, but the third 3990 and the last 4011. */
const CELLS = `${"0FA0".repeat(2)}0F96${"0FA0".repeat(92)}0FAB`;
const filler = (bytes: number) => "FF".repeat(bytes);

/**
 * One for each definition. Those that facts are published of are real: of a 24 kWh AZE0 (groups 01 and 04), a 40 kWh
 * ZE1, VCMs of 2013-17 that send junk after the value, and a 62 kWh ZE1 (inverter). The others are made up to the
 * byte tables.
 */
export const EXAMPLES: readonly ReplyExample[] = [
	example(
		"group01",
		LBC,
		"6101 FFFFF8F8028B FFFFF9D2 FFFFFFFF07A02AF8 94CC 353D 0385 005C 1A16 00092D93 0007A5E9 800005",
		{
			payloadLen: 41,
			current1A: -1.7578125,
			current2A: -1.544921875,
			packVoltageV: 380.92,
			aux12vRaw: 13629,
			insulationRaw: 901,
			hxRaw: 6678,
			hx: 66.78,
			socPct: 60.1491,
			capacityAh: 50.1225,
		},
	),
	example("group02", LBC, `6102 ${CELLS} 9601 9470`, {
		cellCount: 96,
		cellsImplausible: 0,
		cellMinMv: 3990,
		cellMaxMv: 4011,
		cellMinIndex1: 3,
		cellMaxIndex1: 96,
		cellSumV: 384.001,
		packVoltageTrailV: 384.01,
		packVoltageTrail2V: 380,
	}),
	example("group03", LBC, `6103 ${filler(10)} 0FAB 0F96 ${filler(12)}`, { cellMaxMv: 4011, cellMinMv: 3990 }),
	example("group04", LBC, "6104 026B0A 026A0A FFFFFF 026D09 0900", {
		sensorRaw: [619, 618, null, 621],
		sensorTempC: [10, 10, null, 9],
		maxTempC: 10,
		minTempC: 9,
	}),
	example("group05", LBC, `6105 ${filler(6)} 0FAB 0F96 ${filler(10)} 0001 ${filler(47)}`, {
		statisticsCell1Mv: 4011,
		statisticsCell2Mv: 3990,
		statisticsFlagRaw: 1,
	}),
	example("group06", LBC, `6106 145555515055412B56541551 ${filler(12)}`, { shuntsActive: 38 }),
	example("group61", LBC, "6161 269A 25CA", { sohPct: 96.74 }),
	example("group62", LBC, "6162 005D 000C", { acChargeCount: 93, qcCount: 12 }),
	example("group83", LBC, "6183 323933413035534E31422020FF", { batteryPartNumber: "293A05SN1B" }),
	example("group84", LBC, "6184 323330554B3131393245303031343832 20A00000", {
		batterySerial: "230UK1192E001482",
	}),
	example("vinGroup81", VCM, "6181 534A4E464141 5A453155303035333932 37 0000", { vin: "SJNFAAZE1U0053927" }),
	example("vcmAux12V", VCM, "621103 A4 030000", { aux12V: 13.12 }),
	example("vcmMotorPower", VCM, "621146 0027", { motorPowerW: 1560 }),
	example("vcmChargeMode", VCM, "62114E 02 001F07", { chargeModeRaw: 2, chargeMode: "L2" }),
	example("vcmAirConPower", VCM, "621151 01 000037", { raw: 1, acPowerW: 250 }),
	example("vcmAuxPower", VCM, "621152 02 190101", { auxPowerW: 200 }),
	example("vcmGear", VCM, "621156 01", { gearRaw: 1, gear: "P" }),
	example("vcmAmbient", VCM, "62115D 74 3A7400", { ambientC: 18 }),
	example("vcmAux12VCurrent", VCM, "621183 FF72", { aux12vCurrentA: -0.5546875 }),
	example("vcmQuickCharges", VCM, "621203 0013 FFFF", { qcCount: 19 }),
	example("vcmNormalCharges", VCM, "621205 0F00 FFFF", { acChargeCount: 3840 }),
	example("vcmSpeed", VCM, "62121A 0201", { speedKmh: 51.3 }),
	example("vcmPlug", VCM, "621234 02 000A0A", { plugState: 2 }),
	example("vcmChargePower", VCM, "621236 0015", { chargePowerW: 2100 }),
	example("vcmPackCurrent", VCM, "621248 FFF7", { packCurrentA: -4.5 }),
	example("vcmMotorSpeed", VCM, "621255 FFAB", { motorRpm: -85 }),
	example("vcmEstimatedAirConPower", VCM, "621261 02 010003", { raw: 2, estAcPowerW: 100 }),
	example("vcmEstimatedHeaterPower", VCM, "621262 01", { estPtcPowerW: 250 }),
	example("vcmPowerSwitch", VCM, "621304 80 FE", { powerSwitchRaw: 128, powerOn: 1 }),
	example("meterGroup01", METER, `6101 00000000000000 01A7BE ${"00".repeat(118)}`, { odometerKm: 108478 }),
	example("meterOdometer", METER, "620E01 0204DB", { odometerKm: 132315 }),
	example("meterTyreFrontRight", METER, "620E25 92", { tyreRaw: 146, tyreFrPsi: 36.5 }),
	example("meterTyre2", METER, "620E26 91", { tyreRaw: 145, tyre2Psi: 36.25 }),
	example("meterTyre3", METER, "620E27 90", { tyreRaw: 144, tyre3Psi: 36 }),
	example("meterTyre4", METER, "620E28 00", { tyreRaw: 0 }),
	example("meterRange", METER, "620E2E 00DD", { rangeKm: 22.1 }),
	example("inverterMotorTemperature", INVERTER, "621121 53", { motorTempC: 43 }),
	example("inverterMotorTorque", INVERTER, "621225 FFA1", { motorTorqueNm: -1.484375 }),
	example("dtcs", LBC, "5902 4E D000004E 33D7000C 92341F40", {
		dtcs: ["U1000", "P33D7", "B1234-1F"],
		dtcHex: ["D00000", "33D700", "92341F"],
		dtcStatus: ["4E", "0C", "40"],
		dtcCount: 3,
		status: "4E",
		statusAvailabilityMask: "0x4E",
	}),
	example("dtcsSHIFT", 0x7bd, "5902 0A", {
		dtcs: [],
		dtcHex: [],
		dtcStatus: [],
		dtcCount: 0,
		statusAvailabilityMask: "0x0A",
	}),
];

export const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
