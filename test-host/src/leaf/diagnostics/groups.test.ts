import { describe, expect, test } from "@jest/globals";
import { group84 } from "../../../../src/leaf/decode-only/group-84";
import { dtcs } from "../../../../src/leaf/diagnostics/dtc";
import { group03 } from "../../../../src/leaf/diagnostics/group-03";
import { group04 } from "../../../../src/leaf/diagnostics/group-04";
import { group06 } from "../../../../src/leaf/diagnostics/group-06";
import { group61 } from "../../../../src/leaf/diagnostics/group-61";
import { vinGroup81 } from "../../../../src/leaf/diagnostics/group-81";
import { meterOdometer } from "../../../../src/leaf/diagnostics/meter-dids";
import {
	vcmAmbient,
	vcmChargeMode,
	vcmGear,
	vcmPowerSwitch,
	vcmQuickCharges,
} from "../../../../src/leaf/diagnostics/vcm-dids";
import { bytes } from "./reply-examples";

describe("temperatures", () => {
	test("FF of a sensor that is fitted are -1 degC", () => {
		const values = group04.decode(bytes("610403A0FF03A1FEFFFFFF03A2FFFE00"));
		const expected = { sensorTempC: [-1, -2, null, -1], sensorRaw: [928, 929, null, 930] };
		expect(values).toEqual({ ...expected, maxTempC: -1, minTempC: -2 });
	});

	test("without a sensor there is no lowest and no highest", () => {
		const none = [null, null, null, null];
		expect(group04.decode(bytes(`6104${"FF".repeat(14)}`))).toEqual({ sensorRaw: none, sensorTempC: none });
	});

	test("the lowest is left out when it is cut off, the sensors are not", () => {
		const values = group04.decode(bytes("610401B61C01B11C01BC1B01BD1B"));
		expect(values).toMatchObject({ sensorTempC: [28, 28, 27, 27], maxTempC: 28 });
		expect(values).not.toHaveProperty("minTempC");
		expect(group04.decode(bytes("610401B61C01B11C01BC1B01BD"))).toEqual({ reason: "too-short" });
	});
});

describe("active shunts", () => {
	test.each([
		["none, in half bytes", "00".repeat(24), 0],
		["all, in half bytes", "0F".repeat(24), 96],
		["one in the last half byte", `${"00".repeat(23)}08`, 1],
		["every other, in half bytes", "05".repeat(24), 48],
		["all, in half bytes with something above", "FF".repeat(11) + "0F".repeat(13), 96],
		["none, in whole bytes", "00".repeat(12) + "FF".repeat(12), 0],
		["one, in whole bytes", `80${"00".repeat(11)}${"FF".repeat(12)}`, 1],
		["every other, in whole bytes", "AA".repeat(12) + "FF".repeat(12), 48],
	])("%s", (_, hex, shuntsActive) => {
		expect(group06.decode(bytes(`6106${hex}`))).toEqual({ shuntsActive });
	});

	test("are not told by filler alone, nor by half a reply", () => {
		expect(group06.decode(bytes(`6106${"FF".repeat(24)}`))).toEqual({});
		expect(group06.decode(bytes(`6106${"00".repeat(23)}`))).toEqual({ reason: "too-short" });
	});
});

describe("what cannot be true is left out", () => {
	test.each([
		["cells", group03, `6103${"00".repeat(14)}`, {}],
		["state of health 0", group61, "616100000000", {}],
		["state of health FFFF", group61, "61610000FFFF", {}],
		["a VIN with an O", vinGroup81, "6181534A4E4641415A45315530303533394F37", {}],
		["a VIN cut short", vinGroup81, "6181534A4E46", { reason: "too-short" }],
		["a VIN with a hole", vinGroup81, `6181534A4E4600${"41".repeat(14)}`, {}],
		["a serial number cut short", group84, "618432333055", { reason: "too-short" }],
		["a serial number of filler", group84, `6184${"FF".repeat(20)}`, {}],
		["an odometer of FFFFFF", meterOdometer, "620E01FFFFFF", {}],
		["a count of FFFF", vcmQuickCharges, "621203FFFF", {}],
		["an ambient temperature of FF", vcmAmbient, "62115DFF", {}],
		["the text of an unknown charge mode", vcmChargeMode, "62114E09", { chargeModeRaw: 9 }],
		["an unknown state of the power switch", vcmPowerSwitch, "6213041234", { powerSwitchRaw: 18 }],
	])("%s", (_, definition, hex, values) => {
		expect(definition.decode(bytes(hex))).toEqual(values);
	});
});

test.each([
	[1, "P"],
	[2, "R"],
	[3, "N"],
	[4, "D"],
	[5, "ECO"],
	[7, "ECO"],
])("gear %d is %s", (gearRaw, gear) => {
	expect(vcmGear.decode(Uint8Array.of(0x62, 0x11, 0x56, gearRaw))).toEqual({ gearRaw, gear });
});

describe("trouble codes", () => {
	test.each([
		["0ABC00", "P0ABC"],
		["4ABC00", "C0ABC"],
		["B00100", "B3001"],
		["C12300", "U0123"],
		["33D71A", "P33D7-1A"],
	])("%s is %s", (hex, text) => {
		expect(dtcs.decode(bytes(`59024E${hex}08`))).toMatchObject({ dtcs: [text], dtcHex: [hex], status: "08" });
	});

	test("are not read out of filler", () => {
		for (const filler of ["00000000", "FFFFFFFF", "000000", "D00000"]) {
			expect(dtcs.decode(bytes(`59020A${filler}`))).toMatchObject({ dtcs: [], dtcCount: 0 });
		}
	});

	test("have a status each; that of all of them is in status", () => {
		const values = dtcs.decode(bytes("5902FFD000000433D70008"));
		expect(values).toMatchObject({ dtcStatus: ["04", "08"], status: "0C", statusAvailabilityMask: "0xFF" });
	});
});
