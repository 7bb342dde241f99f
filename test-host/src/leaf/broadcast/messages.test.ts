import { describe, expect, test } from "@jest/globals";
import { aux292 } from "../../../../src/leaf/broadcast/aux-292";
import { body60d } from "../../../../src/leaf/broadcast/body-60d";
import { capacity59e } from "../../../../src/leaf/broadcast/capacity-59e";
import { charge5bc } from "../../../../src/leaf/broadcast/charge-5bc";
import { chargeStatus1d4 } from "../../../../src/leaf/broadcast/charge-status-1d4";
import { chargeTime5b9 } from "../../../../src/leaf/broadcast/charge-time-5b9";
import { charger5bf } from "../../../../src/leaf/broadcast/charger-5bf";
import { charger390 } from "../../../../src/leaf/broadcast/charger-390";
import { climate54c } from "../../../../src/leaf/broadcast/climate-54c";
import { health5b3 } from "../../../../src/leaf/broadcast/health-5b3";
import { history5c0 } from "../../../../src/leaf/broadcast/history-5c0";
import { odometer5c5 } from "../../../../src/leaf/broadcast/odometer-5c5";
import { pack1db } from "../../../../src/leaf/broadcast/pack-1db";
import { range5a9 } from "../../../../src/leaf/broadcast/range-5a9";
import { selector421 } from "../../../../src/leaf/broadcast/selector-421";
import { shift11a } from "../../../../src/leaf/broadcast/shift-11a";
import { soc55b } from "../../../../src/leaf/broadcast/soc-55b";
import { speed284 } from "../../../../src/leaf/broadcast/speed-284";
import { speed355 } from "../../../../src/leaf/broadcast/speed-355";
import { charger1ed } from "../../../../src/leaf/decode-only/charger-1ed";
import { charger380 } from "../../../../src/leaf/decode-only/charger-380";
import { limits1dc } from "../../../../src/leaf/decode-only/limits-1dc";
import { wake50b } from "../../../../src/leaf/decode-only/wake-50b";
import type { Layout } from "../../../../src/leaf/generation";
import { decode, type Message } from "../../../../src/leaf/message";
import { MESSAGES } from "../../../cli/messages";
import { frameOf } from "../../../virtual/frame-text";

type Values = Readonly<Record<string, number | null>>;
type Example = readonly [what: string, Message, Layout, hex: string, Values];

/** Frames of real cars; those marked with * are made up after the byte tables. */
const EXAMPLES: readonly Example[] = [
	["on and in D, eco", shift11a, "ZE0", "4E5000AAC0000081", { gear: 4, onOff: 1, eco: 1 }],
	["waking up in P", shift11a, "AZE0", "100000000000037A", { gear: 1, onOff: 0, eco: 0 }],
	["being switched on", chargeStatus1d4, "ZE1", "88880000C206E108", { chargeStatusRaw: 0xe1 }],
	[
		"quick charge",
		limits1dc,
		"ZE1",
		"B40B45FDECD4C867",
		{ dischargeLimitKw: 180, chargeLimitKw: 45, chargerMaxKw: 28.3, chargePowerStatus: 1 },
	],
	[
		"waking up",
		limits1dc,
		"AZE0",
		"FFFFFFFF1FFFFC6B",
		{ dischargeLimitKw: null, chargeLimitKw: null, chargerMaxKw: null, chargePowerStatus: 3 },
	],
	["quick charge", charger1ed, "ZE1", "2FE00C", { chargerMaxKw: 48.3 }],
	["driving", charger1ed, "ZE1", "FFE068", { chargerMaxKw: null }],
	["motorway", speed284, "ZE1", "619C617B2F2D8F4A", { speedKmh: 120.77, speedRaw: 12077 }],
	["*12.8 V", aux292, "CAR", "0000008000000000", { aux12V: 12.8 }],
	["motorway", speed355, "ZE1", "3067317E10004000", { speedKmh: 123.91, unitsMiles: 0 }],
	["*parked, miles, 7 bytes", speed355, "CAR", "00000000000060", { speedKmh: 0, unitsMiles: 1 }],
	[
		"idle",
		charger380,
		"ZE0",
		"02041021000000AF",
		{ acRelay: 0, qcRelay: 0, chargerPowerKw: 3.3, acVoltageV: null },
	],
	[
		"*charging",
		charger380,
		"ZE0",
		"0000010240050C03",
		{ acRelay: 1, qcRelay: 0, chargerPowerKw: 25.8, acVoltageV: 231.5 },
	],
	[
		"*quick charge",
		charger380,
		"ZE0",
		"000000002000000D",
		{ acRelay: 0, qcRelay: 1, chargerPowerKw: 0, acVoltageV: null },
	],
	[
		"idle",
		charger390,
		"AZE0",
		"0400000000803C07",
		{
			chargePowerKw: 0,
			chargerMaxKw: 6,
			acVoltageType: 0,
			acPresent: 0,
			chargeStatus: 0,
			qcRelay: 0,
			qcInsulationSensor: 1,
			chargeWayRaw: 0,
		},
	],
	[
		"*charging",
		charger390,
		"ZE1",
		"9104002840092C10",
		{
			chargePowerKw: 26,
			chargerMaxKw: 30,
			acVoltageType: 1,
			acPresent: 1,
			chargeStatus: 4,
			qcRelay: 1,
			qcInsulationSensor: 0,
			chargeWayRaw: 9,
		},
	],
	["P", selector421, "ZE0", "080000", { gearRaw: 1 }],
	["*B, 1 byte", selector421, "CAR", "38", { gearRaw: 7 }],
	["awake", wake50b, "ZE1", "3C3C06C0000000", { wakeSleepCmd: 3 }],
	["*going to sleep, 6 bytes", wake50b, "ZE0", "3C3C06000000", { wakeSleepCmd: 0 }],
	["summer", climate54c, "AZE0", "ADFF000000F88900", { ambientC: 28.5 }],
	["*frost", climate54c, "ZE0", "0000000000004500", { ambientC: -5.5 }],
	["starting", climate54c, "ZE1", "59FF000000F8FF00", { ambientC: null }],
	["half full, 7 bytes", range5a9, "AZE0", "9143800D832000", { rangeKm: 216 }],
	["starting", range5a9, "ZE0", "FFFFFCFFFFF00000", { rangeKm: null }],
	["healthy", health5b3, "CAR", "64A212CA307BD08B", { sohPct: 81, gids: 123 }],
	["starting", health5b3, "AZE0", "FF00FFF7FFFFFF0A", { sohPct: 0, gids: null }],
	["5 bytes", chargeTime5b9, "ZE0", "292C521C28", { bars: 5, chargeMin: 300, chargeMin100V: 540 }],
	["starting", chargeTime5b9, "AZE0", "07FF07FF2FFF80", { bars: 0, chargeMin: null, chargeMin100V: null }],
	[
		"idle",
		charger5bf,
		"ZE0",
		"000000002800003C",
		{ chargerStatusRaw: 0x28, pilotLimitA: 0, qcVoltageV: null },
	],
	[
		"*quick charge",
		charger5bf,
		"ZE0",
		"00004064B0000008",
		{ chargerStatusRaw: 0xb0, pilotLimitA: 32, qcVoltageV: 357 },
	],
	["average", history5c0, "ZE0", "805654003CD40002", { kind: 2, tempC: 2, wakeTempC: 3, dtcByte: 2 }],
	[
		"warmest, with heater",
		history5c0,
		"AZE0",
		"40508600C9FC1D00",
		{ kind: 1, tempC: 27, wakeTempC: 0, heaterExists: 1, dtcByte: 0 },
	],
	[
		"*not calculated",
		history5c0,
		"AZE0",
		"0050860000000005",
		{ kind: 0, tempC: null, wakeTempC: null, heaterExists: 0, dtcByte: 5 },
	],
	["*no value", history5c0, "ZE0", "C0FEFE0000000000", { kind: 3, tempC: null, wakeTempC: null, dtcByte: 0 }],
	["part 5 of ZE1", history5c0, "ZE1", "05C0D907D1061F00", { mux: 5, heaterExists: 1, dtcByte: 0 }],
	["parked", odometer5c5, "CAR", "44009BDC000C0000", { odometerRaw: 39900, parkBrake: 1 }],
	["driving", odometer5c5, "ZE1", "40012F6100000000", { odometerRaw: 77665, parkBrake: 0 }],
	["*on", body60d, "CAR", "0006000000000000", { state: 3 }],
	["*starting", body60d, "AZE0", "0004000000000000", { state: 2 }],
];
const TESTED_ELSEWHERE: readonly Message[] = [pack1db, soc55b, charge5bc, capacity59e];

const examplesOf = (wanted: Message) => EXAMPLES.filter(([, message]) => message === wanted);
const hexId = ({ id }: Message) => id.toString(16).toUpperCase();

describe.each(EXAMPLES)("%s", (_, message, layout, hex, values) => {
	const frame = frameOf(message.id, hex);

	test(`${hexId(message)} of ${layout}`, () => {
		expect(message.layouts).toContain(layout);
		expect(message.check(frame)).toBeUndefined();
		const close = Object.entries(values).map(([name, value]) => [name, value && expect.closeTo(value, 9)]);
		expect(decode(message, layout, frame.data)).toEqual(Object.fromEntries(close));
	});

	test("is refused when it is cut off", () => {
		expect(message.check({ ...frame, dlc: 0 })).toBe("dlc");
	});

	if (message.integrity !== "none") {
		test("is refused when any single bit of it is flipped", () => {
			for (let bit = 0; bit < frame.dlc * 8; bit++) {
				const data = Uint8Array.from(frame.data);
				(data[bit >> 3] as number) ^= 1 << (bit & 7);
				expect([bit, message.check({ ...frame, data })]).toEqual([bit, "crc"]);
			}
		});
	}
});

describe("the examples", () => {
	test("leave no message out", () => {
		const without = MESSAGES.filter((message) => examplesOf(message).length === 0);
		expect(new Set(without)).toEqual(new Set(TESTED_ELSEWHERE));
	});

	const signals = [...new Set(EXAMPLES.map(([, message]) => message))].flatMap((message) =>
		Object.entries(message.signals).map(([name, signal]) => ({ message, name, signal })),
	);
	const valuesOf = (message: Message, name: string) =>
		examplesOf(message).map(([, , , , each]) => each[name]);

	test("show a value other than zero of every signal", () => {
		const unseen = signals.filter(({ message, name }) => !valuesOf(message, name).some(Boolean));
		expect(unseen.map(({ message, name }) => `${hexId(message)}.${name}`)).toEqual([]);
	});

	test("show the absence of every signal that can be absent", () => {
		const unseen = signals
			.filter(({ signal: { invalid, when } }) => invalid !== undefined || when !== undefined)
			.filter(({ message, name }) => !valuesOf(message, name).includes(null));
		expect(unseen.map(({ message, name }) => `${hexId(message)}.${name}`)).toEqual([]);
	});
});

test("what protects a frame", () => {
	const ids = (integrity: string) => MESSAGES.filter((each) => each.integrity === integrity).map(hexId);
	expect(ids("crc8")).toEqual(["11A", "1D4", "1DB", "1DC", "1ED", "55B"]);
	expect(ids("nibbles")).toEqual(["380", "390", "5BF"]);
});

test("a signal is only of generations that send its message", () => {
	for (const { layouts, signals } of MESSAGES) {
		for (const { generations = [] } of Object.values(signals)) {
			expect(layouts).toEqual(expect.arrayContaining([...generations]));
		}
	}
});

test.each<[Message, number[]]>([
	[selector421, [1, 2, 3]],
	[charger1ed, [3]],
	[chargeTime5b9, [5, 7]],
	[wake50b, [6, 7]],
	[range5a9, [7, 8]],
	[speed355, [7, 8]],
	[odometer5c5, [8]],
])("$name has as many bytes as some generation sends", (message, lengths) => {
	const frame = frameOf(message.id, "0000000000000000");
	const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
	expect(all.filter((dlc) => message.check({ ...frame, dlc }) !== "dlc")).toEqual(lengths);
});
