import { describe, expect, test } from "@jest/globals";
import { amps, answer, answered, charging, first, gear, known, speed, talking } from "./car-readings";
import { builtInCar, CAR_NAMES, type Scene, scenesOf } from "./car-story";

const PARK = 1;
const REVERSE = 2;
const DRIVE = 4;
const VCM_GEAR = "0x797#03221156";
const VCM_SPEED = "0x797#0322121A";

/** The values that are told, without those that are not. */
const told = (...values: (number | undefined)[]) => values.filter((value) => value !== undefined);

describe.each(CAR_NAMES)("%s", (name) => {
	const car = builtInCar(name);
	const all = scenesOf(car);
	const scenes = car.bus === "obd-gateway" ? all : all.filter(talking);
	const ready = scenes.filter(({ atMs }) => atMs >= 400);

	test("stands, backs out, drives, recovers energy, parks", () => {
		const gears = scenes.map(gear).filter((each, index, list) => each !== list[index - 1]);
		expect(gears.slice(0, 4)).toEqual([PARK, REVERSE, DRIVE, PARK]);
		expect(ready.some((scene) => gear(scene) === DRIVE && amps(scene) > 3 && !charging(scene))).toBe(true);
		expect(ready.filter((scene) => gear(scene) === DRIVE && amps(scene) < -30).length).toBeGreaterThan(3);
		for (const scene of ready) {
			if (gear(scene) === PARK) expect(speed(scene)).toBe(0);
			else expect(speed(scene)).toBeGreaterThan(3);
			if (gear(scene) === REVERSE) expect(speed(scene)).toBeLessThan(10);
		}
	});

	test("says the same wherever it says a thing twice", () => {
		for (const scene of ready) {
			const gears = told(
				first(scene, "0x11A", "gear"),
				first(scene, "0x421", "gearRaw"),
				answered(scene, VCM_GEAR, "gearRaw"),
			);
			expect(new Set(gears.map((each) => Math.max(PARK, each))).size).toBeLessThanOrEqual(1);
			for (const kmh of told(first(scene, "0x284", "speedKmh"), answered(scene, VCM_SPEED, "speedKmh")))
				expect(Math.abs(kmh - speed(scene))).toBeLessThan(0.2);
			const ambient = told(first(scene, "0x54C", "ambientC"), answered(scene, "0x797#0322115D", "ambientC"));
			expect(new Set(ambient).size).toBeLessThanOrEqual(1);
			const kilometres = told(
				first(scene, "0x5C5", "odometerRaw"),
				answered(scene, "0x743#022101", "odometerKm"),
				answered(scene, "0x743#03220E01", "odometerKm"),
			);
			expect(new Set(kilometres).size).toBeLessThanOrEqual(1);
			const volts = answered(scene, "0x797#03221103", "aux12V");
			const millivolts = answered(scene, "0x79B#022101", "aux12vRaw");
			if (volts !== undefined && millivolts !== undefined)
				expect(Math.abs(volts - millivolts / 1000)).toBeLessThan(0.1);
			for (const aux of told(first(scene, "0x292", "aux12V")))
				expect(Math.abs(aux - (volts ?? 0))).toBeLessThan(0.1);
		}
	});

	test("has the temperatures that its diagnostics tell", () => {
		for (const scene of ready) {
			const values = answer(scene, "0x79B#022104");
			if (typeof values === "string") continue;
			const sensors = (values.sensorTempC as (number | null)[]).filter((each) => each !== null);
			expect(values.minTempC).toBe(Math.min(...sensors));
			const sent = [...known(scene, "0x5C0", "tempC"), ...known(scene, "0x5BC", "avgTempC")];
			if (car.bus === "ev-can" && car.generation !== "ZE1") expect(sent.length).toBeGreaterThan(2);
			for (const degrees of sent) {
				expect(degrees).toBeGreaterThanOrEqual(Math.min(...sensors));
				expect(degrees).toBeLessThanOrEqual(Math.max(...sensors));
			}
		}
	});

	test("drives about a kilometre", () => {
		const read = (scene: Scene) =>
			first(scene, "0x5C5", "odometerRaw") ?? answered(scene, "0x743#03220E01", "odometerKm");
		const kilometres = scenes.map(read).filter((each) => each !== undefined);
		if (kilometres.length === 0) return;
		expect((kilometres.at(-1) ?? 0) - (kilometres[0] ?? 0)).toBe(1);
		expect([...kilometres].sort((a, b) => a - b)).toEqual(kilometres);
	});

	test("counts a charge that has begun", () => {
		const counts = (did: string, signal: string) =>
			told(...scenes.map((scene) => answered(scene, did, signal)));
		const [normal, quick] = [counts("0x797#03221205", "acChargeCount"), counts("0x797#03221203", "qcCount")];
		if (normal.length === 0) expect(car.generation).toBe("ZE0");
		else expect((normal.at(-1) ?? 0) - (normal[0] ?? 0)).toBe(1);
		if (quick.length > 0) expect((quick.at(-1) ?? 0) - (quick[0] ?? 0)).toBe(name === "ze1-62" ? 1 : 0);
	});
});

test("the ZE0 says that it goes to sleep, and then is silent", () => {
	const [falling, silent] = scenesOf(builtInCar("ze0-24")).slice(-2) as [Scene, Scene];
	expect(first(falling, "0x50B", "wakeSleepCmd")).toBe(0);
	expect(first(falling, "0x55B", "sleepBits")).toBe(2);
	expect(talking(silent)).toBe(false);
});
