import { describe, expect, test } from "@jest/globals";
import { ENTITIES } from "../../../src/homeassistant/entities";
import { METRICS, type MetricKey, PRIMARY_METRICS, type Sample } from "../../../src/vehicle/metrics";
import { PACKS } from "../../../src/vehicle/pack";
import { Vehicle } from "../../../src/vehicle/vehicle";

type Name = "current" | "voltage" | "soc" | "soh" | "gids" | "capacity" | "fullCapacity";
type Readings = Partial<Record<Name, readonly [value: number, at: number]>>;

/** A car of which only this is known; `kilowattHours`: size of its pack. */
function carWith(readings: Readings, kilowattHours?: number): Vehicle {
	const vehicle = new Vehicle();
	for (const [name, [value, at]] of Object.entries(readings)) {
		Object.assign(vehicle[name as Name], { value, at });
	}
	vehicle.pack = PACKS.find((pack) => pack.kilowattHours === kilowattHours);
	return vehicle;
}

/** One metric of such a car, its value without the noise of binary fractions. */
function sample(key: MetricKey, vehicle: Vehicle, now = 1000): Sample | undefined {
	const found = METRICS.find((metric) => metric.key === key)?.sample(vehicle, now);
	return found && { ...found, value: Number(found.value.toFixed(6)) };
}

test("every metric is shown to Home Assistant, in the same order and unit", () => {
	const shown = ENTITIES.map(({ metric, unit_of_measurement }) => [metric, unit_of_measurement]);
	expect(shown).toEqual(METRICS.map(({ key, unit }) => [key, unit]));
	for (const key of PRIMARY_METRICS) expect(METRICS.map((metric) => metric.key)).toContain(key);
});

test("nothing is known of a car that has told nothing, and nothing is not zero", () => {
	for (const { key } of METRICS) expect(sample(key, carWith({}))).toBeUndefined();
	for (const { key } of METRICS) expect(sample(key, carWith({}, 40))).toBeUndefined();
});

test.each<[MetricKey, Name]>([
	["soc", "soc"],
	["voltage", "voltage"],
	["capacity", "capacity"],
	["gids", "gids"],
	["usable_capacity", "fullCapacity"],
])("%s is what the car says, however old, with its time", (key, name) => {
	const vehicle = carWith({ [name]: [12.5, 300] });
	for (const now of [300, 1e9]) expect(sample(key, vehicle, now)).toEqual({ value: 12.5, at: 300 });
	expect(sample(key, carWith({ [name]: [0, 0] }))).toEqual({ value: 0, at: 0 });
});

describe("health", () => {
	test("is what the car says, where it says it", () => {
		const vehicle = carWith({ soh: [86, 300], capacity: [50, 900] }, 24);
		expect(sample("health", vehicle)).toEqual({ value: 86, at: 300 });
	});

	test("is else the capacity by that of a new pack", () => {
		const vehicle = carWith({ capacity: [53, 900] }, 24);
		expect(sample("health", vehicle)).toEqual({ value: 80, at: 900 });
		expect(sample("health", carWith({ capacity: [53, 900] }))).toBeUndefined();
	});
});

describe("energy and range", () => {
	test("come from the GIDs, 80 Wh each and 6 km a kWh", () => {
		const vehicle = carWith({ gids: [200, 300], soc: [50, 900], capacity: [50, 900] }, 24);
		expect(sample("energy", vehicle)).toEqual({ value: 16, at: 300 });
		expect(sample("range", vehicle)).toEqual({ value: 96, at: 300 });
	});

	test("come else from charge, capacity and nominal voltage, as old as the older of the two", () => {
		const vehicle = carWith({ soc: [50, 900], capacity: [100, 700] }, 40);
		expect(sample("energy", vehicle)).toEqual({ value: 17.5, at: 700 });
		expect(sample("range", vehicle)).toEqual({ value: 105, at: 700 });
	});

	test("are not known of a pack of unknown size, nor with half of what it takes", () => {
		for (const vehicle of [
			carWith({ soc: [50, 900], capacity: [100, 700] }),
			carWith({ soc: [50, 900] }, 40),
			carWith({ capacity: [100, 700] }, 40),
		]) {
			expect([sample("energy", vehicle), sample("range", vehicle)]).toEqual([undefined, undefined]);
		}
	});
});

describe("current and power", () => {
	const vehicle = carWith({ current: [-10, 1000], voltage: [360, 3000] });

	test("are told as long as they are not older than half a minute", () => {
		expect(sample("current", vehicle, 31_000)).toEqual({ value: -10, at: 1000 });
		expect(sample("power", vehicle, 31_000)).toEqual({ value: -3.6, at: 1000 });
		expect(sample("current", vehicle, 31_001)).toBeUndefined();
		expect(sample("power", vehicle, 31_001)).toBeUndefined();
		expect(sample("voltage", vehicle, 31_001)).toEqual({ value: 360, at: 3000 });
	});

	test("an old voltage makes no power", () => {
		const other = carWith({ current: [-10, 40_000], voltage: [360, 1000] });
		expect(sample("current", other, 40_000)).toBeDefined();
		expect(sample("power", other, 40_000)).toBeUndefined();
	});
});
