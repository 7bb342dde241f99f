import { describe, expect, test } from "@jest/globals";
import { CarWatch } from "../../../src/vehicle/car-watch";
import { doubtsOf } from "../../../src/vehicle/doubts";
import { READING } from "../../../src/vehicle/gates";
import type { MetricKey } from "../../../src/vehicle/metrics";
import { PACKS } from "../../../src/vehicle/pack";
import type { KnownCar } from "../../../src/vehicle/samples";
import { readingsWith, type Told, tell } from "../../helpers/known-car";

type Identity = KnownCar["vehicle"]["identity"];
const NOBODY: Identity = {
	generation: undefined,
	pack: undefined,
	newAmpereHours: undefined,
	reasons: 0,
	evidence: [],
};

/** A car that is watched; its session ids are 00000001, 00000002 and so on. */
function setUp(withheld?: readonly MetricKey[]) {
	const readings = readingsWith();
	const vehicle = { readings, identity: NOBODY, vin: "V1N", troubleCodes: undefined };
	let sessions = 0;
	const watch = new CarWatch(vehicle, () => ++sessions / 2 ** 32, withheld && { withheld });
	/** At second `at` the car says this and is looked at. */
	const at = (second: number, told: Told = {}) => {
		tell(readings, told, second * 1000);
		return watch.look(second * 1000);
	};
	return { at, watch, vehicle, readings };
}

const COMPLETE = { soc: 58.44, soh: 91, voltage: 360.5, capacity: 50.1, gids: 200 };

describe("a look at the car", () => {
	test("finds nothing at first but what has no time", () => {
		const { at } = setUp();
		expect(at(0)).toEqual({
			...{ values: { vin: "V1N" }, ages: {}, newest: undefined, complete: false, sessionId: undefined },
		});
	});

	test("finds values, rounded as they are shown, with their ages", () => {
		const { at } = setUp();
		at(1, { soc: 58.44, gear: 4, cellMin: 3705 });
		const { values, ages, newest, sessionId } = at(3, { current: -3.5 });
		expect(values).toEqual({
			soc: 58.4,
			gear: "D",
			cell_min: 3.705,
			current: -3.5,
			charging: false,
			charge_kind: "none",
			vin: "V1N",
		});
		expect(ages).toEqual({ soc: 2000, gear: 2000, cell_min: 2000, current: 0, charging: 0, charge_kind: 0 });
		expect([newest, sessionId]).toEqual([3000, "00000001"]);
	});

	test("is complete with the primary metrics", () => {
		const { at } = setUp();
		const { gids: _, ...rest } = COMPLETE;
		expect(at(0, rest).complete).toBe(false);
		expect(at(1, COMPLETE).complete).toBe(true);
	});

	test("does not see what the owner does not want told", () => {
		const { at } = setUp(["vin", "gear"]);
		expect(at(0, { gear: 1, soc: 50 }).values).toEqual({ soc: 50 });
	});

	test("begins a session when the car is heard after a minute of silence, not by looking", () => {
		const { at } = setUp();
		const ids = [at(0, { soc: 50 }), at(59, { soc: 50 }), at(200), at(201, { soc: 50 })];
		expect(ids.map(({ sessionId }) => sessionId)).toEqual(["00000001", "00000001", "00000001", "00000002"]);
	});

	test("sees a charge, and what it is worth", () => {
		const { at } = setUp();
		const told = { ...COMPLETE, chargeStatus: 0xe0, chargerPower: 3.3, chargerStatus: 4, fullCapacity: 20 };
		at(0, told);
		expect(at(1, told).values).toMatchObject({
			...{ charging: true, charge_kind: "ac", plugged: true, ready: false, minutes_to_full: 81 },
		});
	});

	test("learns from a drive how far a kilowatt hour lasts", () => {
		const { at } = setUp();
		const range = Array.from({ length: 60 * 25 }, (_, second) => {
			// 60 km/h with 4 km/kWh.
			const km = second / 60;
			const told = { soc: 80, capacity: 100, odometer: Math.floor(km), gids: (40 - km / 4) / 0.08 };
			return at(second, { ...told, speed: 60, gear: 4 }).values.range;
		});
		expect(range[0]).toBe(240);
		// 33.8 kWh are left, less the reserve.
		expect(Number(range.at(-1))).toBeGreaterThan(33.8 * 0.85 * 3.9);
		expect(Number(range.at(-1))).toBeLessThan(33.8 * 0.85 * 4.3);
	});
});

describe("which car it is", () => {
	test("is news when more is known, and only then", () => {
		const { watch, vehicle } = setUp();
		expect(watch.identityNews()).toBeUndefined();
		const reason = (because: string) => ({ says: "ZE1", because });
		vehicle.identity = { ...NOBODY, reasons: 1, evidence: [reason("108 is heard")] };
		expect(watch.identityNews()).toEqual({ evidence: [reason("108 is heard")] });
		vehicle.identity = { ...vehicle.identity, generation: "ZE1" };
		expect(watch.identityNews()).toEqual({ generation: "ZE1", evidence: [reason("108 is heard")] });
		const evidence = [reason("a"), reason("162.1 Ah")];
		vehicle.identity = { ...vehicle.identity, pack: PACKS[3], reasons: 2, evidence };
		expect(watch.identityNews()).toMatchObject({ generation: "ZE1", packKwh: 62 });
		vehicle.identity = { ...vehicle.identity, evidence: [reason("a"), reason("162.0 Ah")] };
		expect(watch.identityNews()).toBeUndefined();
	});
});

test("what was not believed is told by reading, with the last reason", () => {
	const { readings } = setUp();
	expect(doubtsOf(readings, 0)).toBeUndefined();
	readings.offer(READING.gids, 900, 0, 0x5bc);
	readings.offer(READING.gids, 200, 0, 0x5bc);
	readings.offer(READING.gids, 300, 0, 0x5bc);
	readings.offer(READING.soc, -1, 0, 0x55b);
	expect(doubtsOf(readings, 0)).toEqual({
		soc: { count: 1, last: "implausible", quality: "unknown", source: "" },
		gids: { count: 2, last: "jump", quality: "doubtful", source: "5BC" },
	});
	readings.offer(READING.gids, 201, 1000, 0x5bc);
	expect(doubtsOf(readings, 1000)?.gids?.quality).toBe("good");
	expect(doubtsOf(readings, 1e9)?.gids?.quality).toBe("old");
});
