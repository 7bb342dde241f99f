import { describe, expect, test } from "@jest/globals";
import type { Group01 } from "../../../src/leaf/diagnostics/group-01";
import { Session } from "../../../src/vehicle/session";
import { takeSnapshot } from "../../../src/vehicle/snapshot";
import { Vehicle } from "../../../src/vehicle/vehicle";
import { frameOf } from "../../virtual/frame-text";

const make = () => new Vehicle();
const snapshotOf = (vehicle: Vehicle, now: number) => takeSnapshot(vehicle, new Session(() => 0.5), now);

/** 385.5 V and 0 A, as a ZE0 sends it. */
const PACK = frameOf(0x1db, "0000C0EA000002A9");
/** 86.6 %, as a ZE1 sends it. */
const SOC = frameOf(0x55b, "D8800000E7001123");
/** 649 GIDs, SOH 91 %. */
const CHARGE = frameOf(0x5bc, "A24000F0B6000000");
/** The same message in its other form: 750 is the pack's maximum, not the charge. */
const MAX_GIDS = frameOf(0x5bc, "BB8000F0B6100000");

const GROUP: Group01 = {
	payloadLen: 41,
	current1A: -1.7,
	current2A: -1.5,
	packVoltageV: 380.92,
	aux12vRaw: 13629,
	insulationRaw: 901,
	hxRaw: 6678,
	socPct: 60.1491,
	capacityAh: 50.1225,
};

describe("a vehicle", () => {
	test("knows nothing at first, and nothing is not zero", () => {
		const snapshot = snapshotOf(make(), 0);
		expect(snapshot.values).toEqual({});
		expect(snapshot).toMatchObject({ complete: false, newest: undefined, sessionId: undefined });
	});

	test("reads broadcast frames", () => {
		const vehicle = make();
		for (const frame of [PACK, CHARGE]) vehicle.receive(frame, 1000);
		const { values, ages } = snapshotOf(vehicle, 1500);
		expect(values).toEqual({
			voltage: 385.5,
			current: 0,
			power: 0,
			health: 91,
			gids: 649,
			energy: 51.9,
			range: 312,
		});
		expect(ages.voltage).toBe(500);
	});

	test("counts a frame with a wrong check sum and does not believe it", () => {
		const vehicle = make();
		vehicle.receive(frameOf(0x1db, "0000C0EA000002A8"), 0);
		vehicle.receive(frameOf(0x1db, "0000C0EA"), 0);
		expect(vehicle.rejected).toEqual({ crc: 1, dlc: 1, implausible: 0 });
		expect(snapshotOf(vehicle, 0).values).toEqual({});
	});

	test("keeps the last charge when a frame carries the pack's maximum instead", () => {
		const vehicle = make();
		vehicle.receive(CHARGE, 0);
		vehicle.receive(MAX_GIDS, 100);
		expect(snapshotOf(vehicle, 200).values.gids).toBe(649);
	});

	test("keeps the last good value through start-up sentinels", () => {
		const vehicle = make();
		vehicle.receive(PACK, 0);
		vehicle.receive(frameOf(0x1db, "7FE0FFEA00000079"), 10);
		expect(snapshotOf(vehicle, 20).values).toMatchObject({ voltage: 385.5, current: 0 });
		expect(vehicle.rejected).toEqual({ crc: 0, dlc: 0, implausible: 0 });
	});

	test("refuses what no Leaf can have", () => {
		const vehicle = make();
		// A pack of 0 kWh, in a message without check sum.
		vehicle.receive(frameOf(0x59e, "0000000000000000"), 0);
		expect(vehicle.rejected.implausible).toBe(1);
		expect(vehicle.fullCapacity.value).toBeUndefined();
	});

	test("ignores messages it does not follow", () => {
		const vehicle = make();
		vehicle.receive(frameOf(0x123, "0000"), 0);
		expect(snapshotOf(vehicle, 0).sessionId).toBeUndefined();
	});

	test("is complete with a diagnostic reply alone, as behind the gateway of a 2018+ car", () => {
		const vehicle = make();
		vehicle.receiveGroup01(
			{ ...GROUP, payloadLen: 53, capacityAh: 111.7, socPct: 80.4, packVoltageV: 381.73 },
			0,
		);
		const { values, complete } = snapshotOf(vehicle, 0);
		expect(complete).toBe(true);
		// 111.7 of 115.4 Ah; 80.4 % of 111.7 Ah at 350 V.
		expect(values).toMatchObject({ health: 96.8, energy: 31.4, range: 189, voltage: 381.7 });
	});

	test("prefers a broadcast value to an older kind of the same", () => {
		const vehicle = make();
		vehicle.receive(PACK, 0);
		vehicle.receiveGroup01(GROUP, 1000);
		expect(snapshotOf(vehicle, 1000).values).toMatchObject({ voltage: 385.5, soc: 60.1, capacity: 50.1 });
		vehicle.receiveGroup01(GROUP, 10_000);
		expect(snapshotOf(vehicle, 10_000).values.voltage).toBe(380.9);
	});

	test("forgets current and power when the car has gone silent, but not the rest", () => {
		const vehicle = make();
		for (const frame of [PACK, CHARGE]) vehicle.receive(frame, 0);
		const { values } = snapshotOf(vehicle, 60_000);
		expect(values).toMatchObject({ voltage: 385.5, gids: 649 });
		expect(values.current).toBeUndefined();
		expect(values.power).toBeUndefined();
	});

	test("begins a new session after a minute of silence", () => {
		const chance = [0.25, 0.75];
		const vehicle = make();
		const session = new Session(() => chance.shift() ?? 0);
		const sessionAt = (now: number) => {
			vehicle.receive(PACK, now);
			return takeSnapshot(vehicle, session, now).sessionId;
		};
		expect([0, 50_000, 200_000].map(sessionAt)).toEqual(["40000000", "40000000", "c0000000"]);
	});

	test("accepts the SOC of a real frame", () => {
		const vehicle = make();
		vehicle.receive(SOC, 0);
		expect(vehicle.soc.value).toBeCloseTo(86.6);
		expect(vehicle.rejected.crc).toBe(0);
	});
});
