import { describe, expect, test } from "@jest/globals";
import type { CarBus } from "../../../src/leaf/car-bus";
import { GENERATIONS, type Generation } from "../../../src/leaf/generation";
import { FOLLOWED } from "../../../src/vehicle/followed";
import type { Followed } from "../../../src/vehicle/followed-signal";
import type { ReadingName } from "../../../src/vehicle/gates";
import { READING } from "../../../src/vehicle/gates";
import { Vehicle } from "../../../src/vehicle/vehicle";
import { knownValues } from "../../helpers/known-car";
import { sharedVectors } from "../../helpers/shared";
import { frameOf } from "../../virtual/frame-text";

type Known = Partial<Record<ReadingName, number>>;

function known({ readings }: Vehicle): Known {
	return Object.fromEntries(
		Object.entries(knownValues(readings)).map(([name, value]) => [name, Number(value.toFixed(4))]),
	);
}

function readBy(bus: CarBus, generation: Generation, id: number, hex: string): Known {
	const vehicle = new Vehicle({ bus, generation });
	vehicle.receive(frameOf(id, hex), 0);
	expect(vehicle.rejected).toEqual({ crc: 0, dlc: 0, implausible: 0, jump: 0 });
	return known(vehicle);
}

/** Frames of real cars (vectors of Leaf protocol facts), and all that the vehicle takes from each. */
const ON_EV_CAN: readonly (readonly [Generation, id: number, hex: string, Known])[] = [
	["ZE0", 0x1db, "0000C0EA000002A9", { current: 0, voltage: 385.5, mainRelay: 1 }],
	["AZE0", 0x1db, "FFE0C86A5F000084", { current: -0.5, voltage: 400.5, mainRelay: 1, dashSoc: 95 }],
	["ZE1", 0x55b, "D8800000E7001123", { soc: 86.6 }],
	["ZE0", 0x5bc, "1B0327349605212C", { gids: 108, soh: 75, temperature: 12, minutesToFull: 300 }],
	["ZE1", 0x5bc, "A24000F0B6000000", { gids: 649, soh: 91 }],
	["ZE1", 0x5bc, "BB8000F0B6100000", { maxGids: 750, soh: 91 }],
	["AZE0", 0x59e, "109417A690000000", { fullCapacity: 37.8 }],
	["ZE1", 0x59e, "0000252FA00000AC", { fullCapacity: 59.4, dashSoc: 86 }],
	["AZE0", 0x5c0, "404C4C0004E4F100", { temperatureMax: -2 }],
	["AZE0", 0x5c0, "80767600C4B81F14", { temperature: 19 }],
	["AZE0", 0x5c0, "C0507600B0FC1F14", { temperatureMin: 19 }],
	["ZE1", 0x5c0, "0150760000000000", {}],
	["AZE0", 0x1d4, "6E6E0000420640C7", { chargeStatus: 64 }],
	["ZE1", 0x390, "0400010200000036", { chargerPower: 0, chargerStatus: 0 }],
	["ZE0", 0x5bf, "000000003800003D", { chargerStatus: 56 }],
	["AZE0", 0x5b9, "3A1C647428F080", { minutesToFull: 540 }],
	["ZE0", 0x5b9, "07FF07FF28", {}],
	["ZE0", 0x11a, "014000AAC0000003", { gear: 1, ignition: 1 }],
	["ZE0", 0x11a, "1180005500000106", { gear: 1, ignition: 0 }],
	["ZE0", 0x11a, "3E50005500000142", { gear: 3, ignition: 1 }],
	["ZE0", 0x11a, "4E4000AA800003A6", { gear: 4, ignition: 1 }],
	// Charging: neither on nor off.
	["AZE0", 0x11a, "100000000000037A", { gear: 1 }],
	["ZE1", 0x355, "0F0A0FFE10004000", { speed: 38.5, distanceUnit: 0 }],
	["AZE0", 0x355, "0F0A0FFE10004000", { distanceUnit: 0 }],
	["ZE0", 0x284, "0000000002180000", { speed: 5.36 }],
	["ZE1", 0x284, "0000000002180000", {}],
	["AZE0", 0x54c, "9865400000407500", { ambient: 18.5 }],
	["AZE0", 0x5a9, "9143800D832000", { carRange: 216 }],
	["AZE0", 0x5a9, "FFFFFCFFFFF000", {}],
];

test.each(ON_EV_CAN)("of a %s, %p with %s tells %j", (generation, id, hex, told) => {
	expect(readBy("ev-can", generation, id, hex)).toEqual(told);
});

test.each<[id: number, hex: string, Known]>([
	[0x5b3, "64A212CA307BD08B", { soh: 81 }],
	[0x5b3, "FF00FFF7FFFFFF0A", {}],
	[0x421, "080000", { gear: 1 }],
	[0x421, "38", { gear: 7 }],
	[0x60d, "0006000000000000", { ignition: 1 }],
	[0x60d, "0004000000000000", {}],
	[0x60d, "0002000000000000", { ignition: 0 }],
	[0x292, "0000008000000000", { auxVoltage: 12.8 }],
	[0x355, "0000000000006000", { speed: 0, distanceUnit: 1 }],
	[0x5a9, "984D801143E00000", { carRange: 248 }],
])("on CAR-CAN, %p with %s tells %j", (id, hex, told) => {
	expect(readBy("car-can", "AZE0", id, hex)).toEqual(told);
});

/** Of signals that are told as they stand: which reading. */
const PLAIN: Readonly<Record<string, ReadingName>> = {
	"0x1DB.currentA": "current",
	"0x1DB.voltageV": "voltage",
	"0x1DB.usableSocPct": "dashSoc",
	"0x55B.socPct": "soc",
	"0x5BC.gids": "gids",
	"0x5BC.maxGids": "maxGids",
	"0x59E.fullCapacityKwh": "fullCapacity",
	"0x1D4.chargeStatusRaw": "chargeStatus",
	"0x390.chargePowerKw": "chargerPower",
	"0x54C.ambientC": "ambient",
	"0x5A9.rangeKm": "carRange",
	"0x5B9.chargeMin": "minutesToFull",
};

const vectors = sharedVectors(({ id, kind }) => kind === "broadcast" && !id.startsWith("neg-"));
const told = vectors.filter(({ canId }) => FOLLOWED.some(({ message }) => message.id === Number(canId)));
if (told.length > 0) {
	test.each(told.map((vector) => [vector.id, vector] as const))("%s of a real car is told", (_id, vector) => {
		const { canId, data, decodeAs } = vector;
		const bus = decodeAs === "CAR" ? "car-can" : "ev-can";
		const generation = GENERATIONS.find((one) => one === decodeAs) ?? "AZE0";
		const values = readBy(bus, generation, Number(canId), data as string);
		for (const [signal, value] of Object.entries(vector.expect)) {
			const reading = PLAIN[`${canId}.${signal}`];
			if (reading !== undefined) expect(values[reading]).toBe(value ?? undefined);
		}
	});
}

describe("the time to full", () => {
	const minutes = (generation: Generation, ...codes: number[]) => {
		const vehicle = new Vehicle({ generation });
		// Three frames of each code, as one in three is looked at.
		for (const code of codes.flatMap((one) => [one, one, one])) {
			const hex = (((code << 13) | (100 + code)) & 0x3ffff).toString(16).padStart(6, "0");
			vehicle.receive(frameOf(0x5bc, `A24000F0B6${hex}`), 0);
		}
		return vehicle.readings.value(READING.minutesToFull);
	};

	test.each<[Generation, number]>([
		["ZE0", 9],
		["AZE0", 8],
		["ZE1", 17],
	])("of a %s has the code %i", (generation, code) => {
		expect(minutes(generation, 0, 5, 8, 9, 10, 11, 12, 16, 17, 18, 21, 24)).toBe(100 + code);
		expect(minutes(generation, ...[0, 8, 9, 17].filter((other) => other !== code))).toBeUndefined();
	});
});

describe("slow signals", () => {
	const slow = FOLLOWED.filter(({ slowEvery }) => slowEvery > 1);

	test("are read in the first frame and then in one of so many", () => {
		const vehicle = new Vehicle({ generation: "AZE0" });
		const times: number[] = [];
		for (let frame = 0; frame < 45; frame++) {
			vehicle.receive(frameOf(0x1db, "FFE0C86A5F000084"), frame);
			times.push(vehicle.readings.at(READING.dashSoc));
			expect(vehicle.readings.at(READING.voltage)).toBe(frame);
		}
		expect(times).toEqual([...Array(20).fill(0), ...Array(20).fill(20), ...Array(5).fill(40)]);
	});

	test("are there where the message says so, and only there", () => {
		const has = ({ signals }: Followed) => signals.some((one) => one.slow);
		expect(slow.length).toBeGreaterThan(0);
		for (const followed of FOLLOWED) expect(has(followed)).toBe(slow.includes(followed));
	});

	test("of charge times miss no frame of the round in which these go", () => {
		const every = FOLLOWED.find(({ message }) => message.id === 0x5bc)?.slowEvery ?? 0;
		for (const round of [2, 5, 7, 17]) expect(round % every).not.toBe(0);
	});
});
