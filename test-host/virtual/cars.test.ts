import { describe, expect, test } from "@jest/globals";
import { decodeGroup01 } from "../../src/leaf/diagnostics/group-01";
import { first, group01, known } from "./car-readings";
import { builtInCar, CAR_NAMES, packOf, type Scene, scenesOf } from "./car-story";

/** Until when a car is only driven. */
const DRIVEN_MS = 100_000;

const groups = (scenes: readonly Scene[]) => scenes.map(group01).filter((group) => group !== undefined);

test("there is a car for every generation, every pack and every kind of connection", () => {
	expect([...CAR_NAMES].sort()).toEqual(["aze0-24", "aze0-30", "env200-40", "ze0-24", "ze1-40", "ze1-62"]);
	const cars = CAR_NAMES.map(builtInCar);
	expect(new Set(cars.map(({ bus }) => bus))).toEqual(new Set(["ev-can", "car-can", "obd-gateway"]));
	expect(new Set(cars.map(({ generation }) => generation))).toEqual(new Set(["ZE0", "AZE0", "ZE1"]));
});

test.each([
	["ze1-62", { socPct: 81.7, volts: 381, ampereHours: 162.2, sohPct: 91 }],
	["aze0-24", { socPct: 58.4, volts: 371, ampereHours: 57, sohPct: 86 }],
])("%s begins with the values that the instructions quote", (name, values) => {
	const scene = scenesOf(builtInCar(name)).find(({ atMs }) => atMs === 400) as Scene;
	const rounded = (value: number | undefined) => Number(value?.toFixed(1));
	expect({
		socPct: rounded(first(scene, "0x55B", "socPct")),
		volts: first(scene, "0x1DB", "voltageV"),
		ampereHours: rounded(group01(scene)?.capacityAh),
		sohPct: first(scene, "0x5BC", "sohPct"),
	}).toEqual(values);
});

describe.each(CAR_NAMES)("%s", (name) => {
	const scenes = scenesOf(builtInCar(name));
	const pack = packOf(name);

	test("has a day of one to two minutes and a bit, in order", () => {
		const times = scenes.map(({ atMs }) => atMs);
		expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
		expect(times.at(-1)).toBeGreaterThan(60_000);
		expect(times.at(-1)).toBeLessThan(125_000);
	});

	test("answers group 01 with the length of its pack, and plausibly", () => {
		expect(groups(scenes).length).toBeGreaterThan(5);
		for (const group of groups(scenes)) {
			expect(group.payloadLen).toBe(pack.length);
			expect(group.packVoltageV).toBeGreaterThan(340);
			expect(group.packVoltageV).toBeLessThan(404);
			expect((group.capacityAh ?? 0) / pack.newAh).toBeGreaterThan(0.7);
			expect((group.capacityAh ?? 0) / pack.newAh).toBeLessThan(1);
		}
	});

	test("loses charge slowly while it is driven", () => {
		const socs = groups(scenes.filter(({ atMs }) => atMs < DRIVEN_MS)).map(
			({ socPct = Number.NaN }) => socPct,
		);
		const falls = socs.slice(1).map((soc, index) => (socs[index] as number) - soc);
		for (const fall of falls) expect(Math.abs(fall)).toBeLessThan(0.5);
		expect((socs[0] as number) - (socs.at(-1) as number)).toBeGreaterThan(0.5);
	});

	test("gains charge while it charges", () => {
		const socs = groups(scenes.filter(({ atMs }) => atMs > DRIVEN_MS)).map(
			({ socPct = Number.NaN }) => socPct,
		);
		expect([...socs].sort((a, b) => a - b)).toEqual(socs);
		if (socs.length > 0) expect(socs.at(-1)).toBeGreaterThan(socs[0] as number);
	});
});

describe("the car at its CAR-CAN", () => {
	const scenes = scenesOf(builtInCar("aze0-30"));
	const [start, ...later] = scenes as [Scene, ...Scene[]];

	test("sends health, and energy and its maximum in turn (5B3, Leaf protocol facts, 2.9)", () => {
		expect(known(start, "0x5B3", "gids")).toEqual([]);
		for (const scene of later) {
			expect(known(scene, "0x5B3", "sohPct")).toEqual([88, 88]);
			const [now, most] = known(scene, "0x5B3", "gids");
			expect(now).toBeLessThan(230);
			expect(most).toBe(packOf("aze0-30").maxGids);
		}
	});

	test("hears nothing from its battery while it charges (Leaf protocol facts, 1.4)", () => {
		const charging = scenes.filter(({ atMs }) => atMs > DRIVEN_MS);
		expect(charging.length).toBeGreaterThan(0);
		for (const { payloads } of charging)
			expect([...payloads.keys()].filter((key) => key.startsWith("0x79B"))).toEqual([]);
	});
});

test("the car behind its gateway broadcasts nothing, and first sends the reply of a battery that has just woken up", () => {
	const scenes = scenesOf(builtInCar("ze1-40"));
	for (const { frames } of scenes) expect(frames.size).toBe(0);
	expect(decodeGroup01(scenes[0]?.payloads.get("0x79B#022101") ?? new Uint8Array())).toEqual({
		reason: "wake-up",
	});
	expect(group01(scenes[1] as Scene)).toBeDefined();
});
