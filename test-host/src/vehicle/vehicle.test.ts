import { describe, expect, test } from "@jest/globals";
import { group01 } from "../../../src/leaf/diagnostics/group-01";
import { vcmGear } from "../../../src/leaf/diagnostics/vcm-dids";
import type { ReadingName } from "../../../src/vehicle/gates";
import { READING } from "../../../src/vehicle/gates";
import { Vehicle, type VehicleOptions } from "../../../src/vehicle/vehicle";
import { knownValues, readingOf } from "../../helpers/known-car";
import { tellReply } from "../../helpers/tell-reply";
import { frameOf } from "../../virtual/frame-text";

/** 385.5 V and 0 A, as a ZE0 sends it. */
const PACK = frameOf(0x1db, "0000C0EA000002A9");
/** 649 GIDs, SOH 91 %, as a ZE1 sends it. */
const CHARGE = frameOf(0x5bc, "A24000F0B6000000");
/** The same message in its other form: 750 is the pack's maximum, not the charge. */
const MAX_GIDS = frameOf(0x5bc, "BB8000F0B6100000");
/** 24 kWh, 380.92 V, 60.1491 %, 50.1225 Ah. */
const GROUP = bytes("6101FFFFF8F8028BFFFFF9D2FFFFFFFF07A02AF894CC353D0385005C1A1600092D930007A5E9800005");

function bytes(hex: string): Uint8Array {
	return new Uint8Array(Buffer.from(hex, "hex"));
}

/** Frames one after the other, a tenth of a second apart, beginning at 0. */
function hear(options: VehicleOptions, ...frames: (readonly [id: number, hex: string])[]): Vehicle {
	const vehicle = new Vehicle(options);
	for (const [index, [id, hex]] of frames.entries()) vehicle.receive(frameOf(id, hex), index * 100);
	return vehicle;
}

/** What is known, without the noise of binary fractions. */
function known({ readings }: Vehicle): Partial<Record<ReadingName, number>> {
	return Object.fromEntries(
		Object.entries(knownValues(readings)).map(([name, value]) => [name, Number(value.toFixed(6))]),
	);
}

describe("a vehicle", () => {
	test("knows nothing at first", () => {
		const vehicle = new Vehicle();
		expect(known(vehicle)).toEqual({});
		expect(vehicle.rejected).toEqual({ crc: 0, dlc: 0, implausible: 0, jump: 0 });
		expect([vehicle.vin, vehicle.troubleCodes]).toEqual([undefined, undefined]);
		expect(vehicle.identity).toMatchObject({ generation: undefined, pack: undefined, evidence: [] });
	});

	test("reads broadcast frames, with time and source", () => {
		const vehicle = new Vehicle();
		for (const frame of [PACK, CHARGE]) vehicle.receive(frame, 1000);
		expect(known(vehicle)).toEqual({ voltage: 385.5, current: 0, mainRelay: 1, soh: 91, gids: 649 });
		expect(readingOf(vehicle.readings, "voltage")).toMatchObject({ at: 1000, source: "1DB" });
		expect(vehicle.readings.quality(READING.gids, 1500)).toBe("good");
	});

	test("counts bad frames and does not believe them", () => {
		const vehicle = hear({}, [0x1db, "0000C0EA000002A8"], [0x1db, "0000C0EA"], [0x5bc, "A24000F0B6"]);
		expect(vehicle.rejected).toEqual({ crc: 1, dlc: 2, implausible: 0, jump: 0 });
		expect(known(vehicle)).toEqual({});
	});

	test("tells the pack's maximum from the charge", () => {
		const vehicle = new Vehicle();
		vehicle.receive(CHARGE, 0);
		vehicle.receive(MAX_GIDS, 100);
		expect(known(vehicle)).toMatchObject({ gids: 649, maxGids: 750 });
		expect(vehicle.identity.pack?.kilowattHours).toBe(62);
	});

	test("keeps the last good value through start-up sentinels, which are no fault", () => {
		const vehicle = hear({}, [0x1db, "0000C0EA000002A9"], [0x1db, "7FE0FFEA00000079"]);
		expect(known(vehicle)).toMatchObject({ voltage: 385.5, current: 0 });
		expect(vehicle.rejected).toEqual({ crc: 0, dlc: 0, implausible: 0, jump: 0 });
	});

	test("refuses what no Leaf can have, and what jumps", () => {
		// A pack of 0 kWh; then 649 GIDs, 37, 649.
		const vehicle = hear(
			{},
			[0x59e, "0000000000000000"],
			[0x5bc, "A24000F0B6000000"],
			[0x5bc, "094000F0B6000000"],
			[0x5bc, "A24000F0B6000000"],
		);
		expect(vehicle.rejected).toEqual({ crc: 0, dlc: 0, implausible: 1, jump: 1 });
		expect(known(vehicle)).toEqual({ gids: 649, soh: 91 });
		expect(readingOf(vehicle.readings, "gids")).toMatchObject({ rejected: 1, lastReason: "jump", at: 300 });
	});

	test("believes a real jump one message late", () => {
		const jump = [0x5bc, "094000F0B6000000"] as const;
		expect(known(hear({}, [0x5bc, "A24000F0B6000000"], jump, jump)).gids).toBe(37);
	});

	test("ignores messages that it does not follow, and those of another bus", () => {
		const frames = [
			[0x123, "0000"],
			[0x5b3, "00B6000000000000"],
		] as const;
		expect(known(hear({}, ...frames))).toEqual({});
		expect(known(hear({ bus: "car-can" }, ...frames))).toEqual({ soh: 91 });
		expect(known(hear({ bus: "obd-gateway" }, ...frames))).toEqual({});
	});
});

describe("what means something in one generation only", () => {
	const ze0 = [0x5bc, "1B0327349605212C"] as const;

	test("is not read before the generation is known", () => {
		expect(known(hear({}, ze0)).temperature).toBeUndefined();
		expect(known(hear({ generation: "ZE0" }, ze0)).temperature).toBe(12);
		expect(known(hear({ generation: "ZE1" }, ze0)).temperature).toBeUndefined();
	});

	test("is read from the moment on when it is", () => {
		const frames = [ze0, [0x50b, "000000C00000"], ze0] as const;
		const vehicle = hear({}, ...frames);
		expect(vehicle.identity.generation).toBe("ZE0");
		expect(readingOf(vehicle.readings, "temperature")).toMatchObject({ value: 12, at: 200 });
	});

	test("is forgotten when it turns out to be another one", () => {
		const vehicle = hear({}, [0x50b, "000000C00000"], ze0, [0x5b9, "3A1C647428F080"]);
		expect(known(vehicle).temperature).toBe(12);
		// Two proofs of an AZE0 against the one of a ZE0.
		vehicle.receive(frameOf(0x1db, "F2E0B6EA3A0000CA"), 400);
		expect(vehicle.identity.generation).toBe("AZE0");
		expect(known(vehicle).temperature).toBeUndefined();
		vehicle.receive(frameOf(0x55b, "92005500E240102A"), 500);
		expect(known(vehicle).soc).toBe(58.4);
	});
});

describe("a diagnostic reply", () => {
	test("is taken, with time and source", () => {
		const vehicle = new Vehicle();
		tellReply(vehicle, group01, GROUP, 700);
		expect(known(vehicle)).toMatchObject({ voltage: 380.92, capacity: 50.1225 });
		expect(readingOf(vehicle.readings, "capacity")).toMatchObject({ at: 700, source: "79B 21 01" });
	});

	test("does not replace a broadcast value younger than 5 s", () => {
		const vehicle = new Vehicle();
		vehicle.receive(PACK, 0);
		tellReply(vehicle, group01, GROUP, 5000);
		expect(known(vehicle)).toMatchObject({ voltage: 385.5, capacity: 50.1225 });
		tellReply(vehicle, group01, GROUP, 5001);
		expect(known(vehicle).voltage).toBe(380.92);
		// Its own last value it replaces at any time.
		tellReply(vehicle, group01, GROUP, 5002);
		expect(readingOf(vehicle.readings, "voltage")).toMatchObject({ at: 5002, source: "79B 21 01" });
		vehicle.receive(PACK, 5003);
		expect(known(vehicle).voltage).toBe(385.5);
	});

	test("passes the same gates", () => {
		const vehicle = new Vehicle();
		tellReply(vehicle, vcmGear, bytes("62115609"), 0);
		tellReply(vehicle, group01, GROUP, 0);
		const jump = GROUP.slice();
		jump[35] = 0x10; // 109 Ah
		tellReply(vehicle, group01, jump, 10_000);
		expect(known(vehicle).gear).toBeUndefined();
		expect(known(vehicle).capacity).toBeCloseTo(50.1225);
	});

	test("is not decoded a second time", () => {
		const vehicle = new Vehicle();
		vehicle.receiveReply(group01, GROUP, 0, { packVoltageV: 390 });
		expect(known(vehicle)).toEqual({ voltage: 390 });
	});
});

describe("distances on the bus", () => {
	const odometer = [0x5c5, "00012F6100000000"] as const;
	const kilometres = [0x355, "0000000000004000"] as const;
	const miles = [0x355, "0000000000006000"] as const;

	test("are held back until the unit is known", () => {
		expect(known(hear({}, odometer)).odometer).toBeUndefined();
		expect(known(hear({}, odometer, kilometres)).odometer).toBeUndefined();
		expect(known(hear({}, odometer, kilometres, odometer)).odometer).toBe(77_665);
	});

	test("are told in kilometres", () => {
		expect(known(hear({ bus: "car-can" }, miles, odometer)).odometer).toBeCloseTo(124_989.7, 1);
	});

	test("one flipped bit does not change the unit", () => {
		const vehicle = hear({}, kilometres, odometer, miles, odometer, kilometres, odometer);
		expect(known(vehicle)).toMatchObject({ odometer: 77_665, distanceUnit: 0 });
		expect(vehicle.rejected.jump).toBe(1);
	});
});
