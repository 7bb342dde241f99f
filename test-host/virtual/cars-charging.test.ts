import { describe, expect, test } from "@jest/globals";
import { amps, answered, charging, first, gear, known, mean, speed, talking } from "./car-readings";
import { builtInCar, CAR_NAMES, type Scene, scenesOf } from "./car-story";

const PARK = 1;
const CHARGE_MODE = "0x797#0322114E";

describe.each(CAR_NAMES.filter((name) => builtInCar(name).bus === "ev-can"))("%s charges", (name) => {
	const car = builtInCar(name);
	const scenes = scenesOf(car).filter((scene) => talking(scene) && scene.atMs >= 400);
	const charges = scenes.filter(charging);
	const quick = charges.filter((scene) => amps(scene) > 25);
	const normal = charges.filter((scene) => amps(scene) <= 25);
	const kW = (scene: Scene) => (amps(scene) * (mean(scene, "0x1DB", "voltageV") ?? Number.NaN)) / 1000;

	test("in P and standing, and the current agrees", () => {
		expect(normal.length).toBeGreaterThan(0);
		for (const scene of charges) {
			expect([gear(scene), speed(scene)]).toEqual([PARK, 0]);
			expect(amps(scene)).toBeGreaterThan(1);
			expect(first(scene, "0x1DC", "chargerMaxKw")).toBeGreaterThan(kW(scene) - 0.5);
			expect(answered(scene, "0x797#03221234", "plugState") ?? 2).toBe(2);
			expect(known(scene, "0x5A9", "rangeKm")).toEqual([]);
		}
		for (const scene of scenes.filter((each) => !charging(each))) {
			expect(answered(scene, CHARGE_MODE, "chargeModeRaw") ?? 0).toBe(0);
			expect(first(scene, "0x390", "chargePowerKw") ?? 0).toBe(0);
		}
	});

	test("from the mains with what the charger can give", () => {
		for (const scene of normal) {
			expect(first(scene, "0x11A", "onOff")).toBe(0);
			expect(answered(scene, CHARGE_MODE, "chargeModeRaw") ?? 2).toBe(2);
			const power =
				first(scene, "0x390", "chargePowerKw") ?? first(scene, "0x380", "chargerPowerKw") ?? Number.NaN;
			expect(kW(scene) / power).toBeGreaterThan(0.85);
			expect(kW(scene) / power).toBeLessThan(1);
			const watts = answered(scene, "0x797#03221236", "chargePowerW");
			if (watts !== undefined) expect(watts / 1000).toBeCloseTo(power, 6);
			const chargerSays = first(scene, "0x390", "chargeStatus") ?? first(scene, "0x5BF", "chargerStatusRaw");
			expect(chargerSays).toBe(car.generation === "ZE0" ? 0x60 : 4);
		}
	});

	test("after the charger has announced it (Leaf protocol facts, 2.8)", () => {
		const before = scenes[scenes.indexOf(normal[0] as Scene) - 1] as Scene;
		const announced = first(before, "0x390", "chargeStatus") ?? first(before, "0x5BF", "chargerStatusRaw");
		expect(announced).toBe(car.generation === "ZE0" ? 0x18 : 4);
		expect(charging(before)).toBe(false);
	});

	test("quickly, if it is the one that does, with an idle charger", () => {
		expect(quick.length > 0).toBe(name === "ze1-62");
		for (const scene of quick) {
			expect(first(scene, "0x1D4", "chargeStatusRaw")).toBe(0xc1);
			expect(first(scene, "0x390", "chargePowerKw")).toBe(0);
			expect(first(scene, "0x390", "chargeStatus")).toBe(0);
			expect(answered(scene, CHARGE_MODE, "chargeModeRaw")).toBe(3);
			expect(first(scene, "0x1ED", "chargerMaxKw")).toBeGreaterThan(kW(scene));
		}
	});
});

test("a ZE1 pretends to charge for less than a second when it wakes up (Leaf protocol facts, 2.8)", () => {
	const [start, next] = scenesOf(builtInCar("ze1-62")) as [Scene, Scene];
	expect([charging(start), charging(next)]).toEqual([true, false]);
	expect(next.atMs).toBeLessThan(200);
});
