import { describe, expect, test } from "@jest/globals";
import { first, group01, known, mean, signals, talking } from "./car-readings";
import { builtInCar, CAR_NAMES, packOf, type Scene, scenesOf } from "./car-story";

/** The first scene after the one in which the car wakes up that tells a voltage. */
const ready = (scenes: readonly Scene[]) =>
	scenes.find((scene) => known(scene, "0x1DB", "voltageV").length > 0) as Scene;

describe.each(CAR_NAMES.filter((name) => builtInCar(name).bus === "ev-can"))("%s on its EV-CAN", (name) => {
	const car = builtInCar(name);
	const scenes = scenesOf(car);
	const pack = packOf(name);
	const awake = scenes.filter(talking);
	const running = awake.slice(awake.indexOf(ready(scenes)));

	test("knows neither current, voltage, SOC, energy nor limits when it wakes up", () => {
		const [start] = scenes as [Scene];
		expect(signals(start, "0x1DB")[0]).toMatchObject({ currentA: null, voltageV: null });
		expect(known(start, "0x1DB", "voltageV")).toEqual([]);
		expect(known(start, "0x55B", "socPct")).toEqual([]);
		expect(known(start, "0x5BC", "gids")).toEqual([]);
		expect(known(start, "0x1DC", "dischargeLimitKw")).toEqual([]);
		expect(known(start, "0x54C", "ambientC")).toEqual([]);
		expect(known(start, "0x5C0", "tempC")).toEqual([]);
		expect(known(start, "0x5A9", "rangeKm")).toEqual([]);
		expect(known(start, "0x5B9", "chargeMin")).toEqual([]);
	});

	test("knows all of them within a second", () => {
		expect(ready(scenes).atMs).toBeLessThan(1000);
		expect(known(ready(scenes), "0x55B", "socPct")).not.toEqual([]);
		expect(known(ready(scenes), "0x5BC", "gids")).not.toEqual([]);
		expect(known(ready(scenes), "0x1DC", "chargeLimitKw")).not.toEqual([]);
	});

	test("broadcasts what its diagnostics say", () => {
		for (const scene of running) {
			const group = group01(scene);
			if (group === undefined) throw new Error(`no group 01 at ${scene.atMs} ms`);
			for (const volts of known(scene, "0x1DB", "voltageV"))
				expect(Math.abs(volts - (group.packVoltageV ?? 0))).toBeLessThanOrEqual(1);
			expect(Math.abs((mean(scene, "0x1DB", "currentA") ?? 0) / 1.02 - group.current2A)).toBeLessThan(0.5);
			// The broadcast SOC is that of the diagnostics, cut to a tenth.
			for (const pct of known(scene, "0x55B", "socPct"))
				expect([scene.atMs, pct]).toEqual([
					scene.atMs,
					expect.closeTo(Math.floor((group.socPct ?? 0) * 10) / 10, 6),
				]);
			for (const soh of known(scene, "0x5BC", "sohPct"))
				expect(Math.abs(soh - ((group.capacityAh ?? 0) / pack.newAh) * 100)).toBeLessThan(2);
			const kWh = ((group.socPct ?? 0) / 100) * (group.capacityAh ?? 0) * 0.355;
			for (const gids of known(scene, "0x5BC", "gids")) {
				expect((gids * 0.08) / kWh).toBeGreaterThan(0.85);
				expect((gids * 0.08) / kWh).toBeLessThan(1.05);
			}
		}
	});

	test("tells energy, capacity and dashboard SOC that belong together (Leaf protocol facts, 2.6)", () => {
		for (const scene of running) {
			const kWh = (first(scene, "0x5BC", "gids") ?? 0) * 0.08;
			const full = first(scene, "0x59E", "fullCapacityKwh");
			expect(full === undefined).toBe(car.generation === "ZE0");
			if (full === undefined) continue;
			expect(Math.abs((first(scene, "0x59E", "remainCapacityClippedKwh") ?? 0) - kWh)).toBeLessThan(0.25);
			const dash = first(scene, "0x59E", "dashSocPct") ?? first(scene, "0x1DB", "usableSocPct") ?? Number.NaN;
			expect(Math.abs(dash - (kWh / full) * 100)).toBeLessThan(1.5);
		}
	});

	test("counts its frames", () => {
		for (const scene of running) {
			const counts = signals(scene, "0x1DB").map(({ prun }) => prun);
			expect(counts).toEqual(counts.map((_, index) => index % 4));
		}
	});

	test("tells several charge times in turn, and the longest also for the dashboard", () => {
		for (const scene of running) {
			expect(new Set(known(scene, "0x5BC", "chargeTimeCondition")).size).toBeGreaterThan(4);
			const times = known(scene, "0x5BC", "chargeTimeMin");
			expect(Math.max(...times)).toBeGreaterThan(60);
			for (const minutes of known(scene, "0x5B9", "chargeMin")) expect(times).toContain(minutes);
			for (const bars of known(scene, "0x5B9", "bars")) expect(bars).toBeLessThanOrEqual(12);
		}
	});

	test("says its maximum in every other frame, if it is larger than 24 kWh", () => {
		for (const scene of running) {
			const flags = signals(scene, "0x5BC").map(({ maxGidsFlag }) => maxGidsFlag);
			expect(flags).toEqual(flags.map((_, index) => (pack.maxGids === undefined ? 0 : 1 - (index % 2))));
			const most = new Set(known(scene, "0x5BC", "maxGids"));
			expect(most).toEqual(new Set(pack.maxGids === undefined ? [] : [pack.maxGids]));
		}
	});
});
