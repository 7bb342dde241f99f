import { describe, expect, test } from "@jest/globals";
import { group01 } from "../../../src/leaf/diagnostics/group-01";
import { group04 } from "../../../src/leaf/diagnostics/group-04";
import { vinGroup81 } from "../../../src/leaf/diagnostics/group-81";
import type { Generation } from "../../../src/leaf/generation";
import { acceptanceOf } from "../../../src/vehicle/acceptance";
import { Vehicle } from "../../../src/vehicle/vehicle";
import { knownValues } from "../../helpers/known-car";
import { sharedVectors } from "../../helpers/shared";
import { sharedLog, sharedState, type TimedFrame } from "../../helpers/shared-log";
import { tellReply } from "../../helpers/tell-reply";
import { frameOf } from "../../virtual/frame-text";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

/** As of a 24 kWh pack: 50.1 Ah; as of a 40 kWh one: 111.7 Ah. */
const GROUP_24 = bytes("6101FFFFF8F8028BFFFFF9D2FFFFFFFF07A02AF894CC353D0385005C1A1600092D930007A5E9800005");
const GROUP_40 = bytes(
	"6101FFFFFC1802AFFFFFFB62FFFFF0DD0B1C30D4951D3306039500017000269A000C44B500110BB8800001FFFFFB62FFFFFCAA01AD",
);

/** Frames of real cars, as few as a short stop may show. */
const FEW: readonly (readonly [Generation, number | undefined, (readonly [id: number, hex: string])[]])[] = [
	[
		"ZE0",
		24,
		[
			[0x50b, "000000C00000"],
			[0x55b, "92005500E240102A"],
		],
	],
	[
		"AZE0",
		undefined,
		[
			[0x1db, "FFE0C86A5F000084"],
			[0x55b, "92005500E240102A"],
		],
	],
	[
		"AZE0",
		40,
		[
			[0x55b, "92005500E240102A"],
			[0x59e, "109417A690000000"],
			[0x390, "0400000000803C07"],
		],
	],
	[
		"ZE1",
		62,
		[
			[0x55b, "D8800000E7001123"],
			[0x59e, "0000229BE80000BC"],
			[0x59e, "0000229BE80000BC"],
		],
	],
];

test.each(FEW)(
	"a %s is told by a few frames, and its pack of %p kWh",
	(generation, kilowattHours, frames) => {
		const vehicle = new Vehicle();
		for (const [id, hex] of frames) vehicle.receive(frameOf(id, hex), 0);
		expect(vehicle.identity.generation).toBe(generation);
		expect(vehicle.identity.pack?.kilowattHours).toBe(kilowattHours);
	},
);

describe("without broadcasts", () => {
	test("a car behind the gateway is a ZE1, and its reply tells the pack", () => {
		const vehicle = new Vehicle({ bus: "obd-gateway" });
		expect(vehicle.identity.generation).toBe("ZE1");
		tellReply(vehicle, group01, GROUP_40, 0);
		expect(vehicle.identity.pack?.kilowattHours).toBe(40);
		expect(vehicle.identity.evidence).toEqual([
			{ says: "ZE1", because: "the device is behind the gateway of 2018+ cars" },
			{ says: "AZE0 or ZE1", because: "group 01 has 53 bytes" },
			{ says: "40 or 62 kWh", because: "group 01 has 53 bytes and 111.7 Ah" },
		]);
	});

	test("an AZE0 on CAR-CAN is told by its answers", () => {
		const vehicle = new Vehicle({ bus: "car-can" });
		tellReply(vehicle, group01, GROUP_24, 0);
		tellReply(vehicle, group04, bytes("610401B61C01B11C01BC1B01BD1B1B00"), 0);
		expect(vehicle.identity).toMatchObject({ generation: undefined, pack: { kilowattHours: 24 } });
		tellReply(vehicle, group04, bytes("6104026B0A026A0AFFFFFF026D090900"), 0);
		expect(vehicle.identity.generation).toBe("AZE0");
	});

	test("the VIN alone says only that it is none of the first", () => {
		const vehicle = new Vehicle({ bus: "ev-can" });
		tellReply(vehicle, vinGroup81, bytes("6181534A4E4641415A453155303035333932370000"), 0);
		expect(vehicle.identity.generation).toBeUndefined();
		expect(vehicle.identity.evidence).toEqual([{ says: "AZE0 or ZE1", because: "the VCM tells the VIN" }]);
	});
});

test("a clue that comes late is found, and after a while the search is over", () => {
	const silent = frameOf(0x59e, "0000229BE8000000");
	const telling = frameOf(0x59e, "0000229BE80000BC");
	const cluesAfter = (frames: number) => {
		const vehicle = new Vehicle();
		for (let count = 0; count < frames; count++) vehicle.receive(silent, count);
		vehicle.receive(telling, frames);
		return vehicle.identity.evidence.filter(({ because }) => because.startsWith("59E")).length;
	};
	expect([0, 1, 90, 200].map(cluesAfter)).toEqual([1, 2, 2, 1]);
});

test("what is set stays, and what contradicts it is told", () => {
	const vehicle = new Vehicle({ generation: "ZE0", packKwh: 30 });
	for (const hex of ["D8800000E7001123", "0000229BE80000BC"]) {
		vehicle.receive(frameOf(hex.startsWith("D") ? 0x55b : 0x59e, hex), 0);
	}
	expect(vehicle.identity).toMatchObject({ generation: "ZE0", pack: { kilowattHours: 30 } });
	expect(vehicle.identity.evidence).toContainEqual({ says: "ZE1", because: "55B byte 2 is 00" });
	expect(vehicle.identity.evidence).toContainEqual({ says: "62 kWh", because: "55.3 kWh when full" });
});

test.each<[string, Generation, number]>([
	["ZE0-24", "ZE0", 24],
	["ENV200-40", "AZE0", 40],
	["ENV200-2015+40", "AZE0", 40],
	["ZE1-62", "ZE1", 62],
])("what was captured on the EV-CAN of a %s is of a %s with %i kWh", (car, generation, kilowattHours) => {
	const vectors = sharedVectors((one) => {
		return (
			one.generation === car && one.bus === "EV-CAN" && one.kind === "broadcast" && !one.id.startsWith("neg")
		);
	});
	const vehicle = new Vehicle();
	for (const { canId, data } of vectors) vehicle.receive(frameOf(Number(canId), data as string), 0);
	const known = { generation, pack: { kilowattHours } };
	expect(vehicle.identity).toMatchObject(vectors.length > 0 ? known : {});
});

/** How long the controller listens to each of the identifiers that it hears in turn, ms. */
const DWELL = 600;
const { always, inTurn } = acceptanceOf("ev-can");

/** What a controller that begins with the `first` of those in turn hears of an endless repetition of a log. */
function* heardInTurn(log: readonly TimedFrame[], first: number, until: number): Generator<TimedFrame> {
	const start = log[0]?.at ?? 0;
	const length = (log.at(-1)?.at ?? 0) - start + 1;
	for (let round = 0; round * length < until; round++) {
		for (const { at, frame } of log) {
			const now = at - start + round * length;
			const turn = inTurn[(first + Math.floor(now / DWELL)) % inTurn.length];
			if (frame.id === turn || always.includes(frame.id)) yield { at: now, frame };
		}
	}
}

const REPLAYS: readonly (readonly [string, Generation, number])[] = [
	["ze0_24_startup", "ZE0", 24],
	["ze0_24_shutdown", "ZE0", 24],
	["ze1_62_startup", "ZE1", 62],
	["ze1_62_fullbus_1s", "ZE1", 62],
	["ze1_62_drive_leafspy", "ZE1", 62],
	["ze1_62_quickcharge", "ZE1", 62],
];

for (const [name, generation, kilowattHours] of REPLAYS) {
	const log = sharedLog(name);
	if (log === undefined) continue;

	test(`${name} is a ${generation}, all along`, () => {
		const vehicle = new Vehicle();
		const verdicts: (Generation | undefined)[] = [];
		for (const { at, frame } of log) {
			vehicle.receive(frame, at);
			if (vehicle.identity.generation !== verdicts.at(-1)) verdicts.push(vehicle.identity.generation);
		}
		expect(verdicts).toEqual([generation]);
		expect(vehicle.identity.pack?.kilowattHours).toBe(kilowattHours);
		expect(vehicle.rejected).toEqual({ crc: 0, dlc: 0, implausible: 0, jump: 0 });
		for (const { says } of vehicle.identity.evidence) expect(says).toMatch(new RegExp(`${generation}|kWh`));
	});

	test(`${name} is a ${generation} to a controller that hears it in parts`, () => {
		for (const first of inTurn.keys()) {
			const vehicle = new Vehicle();
			const verdicts = new Set<Generation | undefined>();
			for (const { at, frame } of heardInTurn(log, first, DWELL * inTurn.length)) {
				vehicle.receive(frame, at);
				verdicts.add(vehicle.identity.generation);
			}
			expect([...verdicts].at(-1)).toBe(generation);
			expect(verdicts.size).toBeLessThanOrEqual(2);
			expect(vehicle.identity.pack?.kilowattHours).toBe(kilowattHours);
		}
	});

	test(`${name} ends with its last known state`, () => {
		const vehicle = new Vehicle();
		for (const { at, frame } of log) vehicle.receive(frame, at);
		const readings = knownValues(vehicle.readings);
		const state: Record<string, number | string> = { ...sharedState(name) };
		if (state["355.unitsMiles"] === 1) state["miles"] = Number(state["5C5.odometerRaw"]) * 1.609344;
		const speed = generation === "ZE1" ? "355.speedKmh" : "284.speedRaw";
		const told = {
			"1DB.currentA": readings.current,
			"1DB.voltageV": readings.voltage,
			"55B.socPct": readings.soc,
			"5BC.gids": readings.gids,
			"5BC.sohPct": readings.soh,
			"5BC.maxGids": readings.maxGids,
			"5BC.avgTempC": readings.temperature,
			"5C0.max.tempC": readings.temperatureMax,
			"5C0.min.tempC": readings.temperatureMin,
			"59E.fullCapacityKwh": readings.fullCapacity,
			"59E.dashSocPct": readings.dashSoc,
			"1D4.chargeStatusRaw": readings.chargeStatus,
			"54C.ambientC": readings.ambient,
			"5A9.rangeKm": readings.carRange,
			[speed]: readings.speed,
			[readings.distanceUnit === 1 ? "miles" : "5C5.odometerRaw"]: readings.odometer,
		};
		for (const [signal, value] of Object.entries(told)) {
			const expected = state[signal];
			const heard = typeof expected === "number" ? expect.closeTo(expected, 3) : undefined;
			expect([signal, value]).toEqual([signal, heard]);
		}
	});
}
