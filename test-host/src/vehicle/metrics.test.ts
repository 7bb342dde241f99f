import { describe, expect, test } from "@jest/globals";
import { group61 } from "../../../src/leaf/diagnostics/group-61";
import { METRICS, type MetricKey, PRIMARY_METRICS } from "../../../src/vehicle/metrics";
import { PACKS } from "../../../src/vehicle/pack";
import { INITIAL_KM_PER_KWH } from "../../../src/vehicle/range";
import type { KnownCar, MetricValue } from "../../../src/vehicle/samples";
import { replySource } from "../../../src/vehicle/source";
import { readingsWith, type Told } from "../../helpers/known-car";

interface Known {
	/** Size of its pack, kWh. */
	readonly pack?: number;
	/** Its capacity when new, Ah; else that of packs of its size. */
	readonly ampereHours?: number;
	readonly charging?: KnownCar["charging"];
	readonly kmPerKwh?: number;
	readonly asked?: boolean;
	readonly texts?: Partial<Pick<KnownCar["vehicle"], "vin" | "troubleCodes">>;
	readonly generation?: "ZE0" | "AZE0" | "ZE1";
}

const UNKNOWN: KnownCar["charging"] = { value: undefined, at: 0, kind: undefined };
const CHARGING: KnownCar["charging"] = { value: true, at: 700, kind: "ac" };
const NOT_CHARGING: KnownCar["charging"] = { value: false, at: 700, kind: undefined };

/** A car of which only this is known. */
function carWith(told: Told, known: Known = {}): KnownCar {
	const {
		pack: size,
		charging = UNKNOWN,
		kmPerKwh = INITIAL_KM_PER_KWH,
		texts,
		generation,
		asked = true,
	} = known;
	const pack = PACKS.find(({ kilowattHours }) => kilowattHours === size);
	const identity = {
		generation,
		pack,
		newAmpereHours: known.ampereHours ?? pack?.newAmpereHours,
		...{ reasons: 0, evidence: [] },
	};
	const vehicle = {
		readings: readingsWith(told),
		identity,
		...{ vin: undefined, troubleCodes: undefined },
		...texts,
	};
	return { vehicle, charging, consumption: { kmPerKwh }, asked };
}

/** One metric of such a car and its time; a number without the noise of binary fractions. */
function sample(
	key: MetricKey,
	car: KnownCar,
	now = 1000,
): [MetricValue, at: number | undefined] | undefined {
	const found = METRICS.find((metric) => metric.key === key)?.sample(car, now);
	if (found === undefined) return undefined;
	const { value, at } = found;
	return [typeof value === "number" ? Number(value.toFixed(6)) : value, at];
}

test("metrics come in the order in which an owner wants them, the primary ones first", () => {
	expect(METRICS.map(({ key }) => key).join(" ")).toBe(
		"soc health voltage capacity range energy usable_capacity soc_dash current power charging charge_kind plugged " +
			"minutes_to_full temperature temperature_min temperature_max cell_min cell_max cell_spread gids max_gids hx " +
			"health_source ready gear speed odometer aux_voltage ambient range_car quick_charges normal_charges " +
			"balancing generation pack trouble_codes vin",
	);
	expect(PRIMARY_METRICS).toEqual(METRICS.slice(0, 5).map(({ key }) => key));
});

test("capacity follows from health where the battery is never asked", () => {
	const told = { soh: [91, 500] } as const;
	expect(sample("capacity", carWith(told, { pack: 62 }))).toBeUndefined();
	expect(sample("capacity", carWith(told, { asked: false }))).toBeUndefined();
	expect(sample("capacity", carWith(told, { pack: 62, asked: false }))).toEqual([160.524, 500]);
	// Another tester may ask.
	const overheard = carWith({ ...told, capacity: [162.2, 700] }, { pack: 62, asked: false });
	expect(sample("capacity", overheard)).toEqual([162.2, 700]);
});

test("nothing is known of a car that has told nothing, and nothing is not zero", () => {
	for (const { key } of METRICS) expect(sample(key, carWith({}))).toBeUndefined();
	const knowing = METRICS.filter(({ sample }) => sample(carWith({}, { pack: 40 }), 0) !== undefined);
	expect(knowing.map(({ key }) => key)).toEqual(["pack"]);
});

test.each<[MetricKey, keyof Told, number, number]>([
	["soc", "soc", 58.4, 58.4],
	["voltage", "voltage", 360.5, 360.5],
	["capacity", "capacity", 50.1, 50.1],
	["gids", "gids", 200, 200],
	["max_gids", "maxGids", 281, 281],
	["usable_capacity", "fullCapacity", 37.8, 37.8],
	["soc_dash", "dashSoc", 53, 53],
	["hx", "hx", 65.3, 65.3],
	["temperature", "temperature", -3, -3],
	["temperature_min", "temperatureMin", 0, 0],
	["temperature_max", "temperatureMax", 20, 20],
	["cell_min", "cellMin", 3705, 3.705],
	["cell_max", "cellMax", 3721, 3.721],
	["cell_spread", "cellSpread", 16, 16],
	["odometer", "odometer", 77_665, 77_665],
	["aux_voltage", "auxVoltage", 12.8, 12.8],
	["ambient", "ambient", -5.5, -5.5],
	["range_car", "carRange", 120, 120],
	["quick_charges", "quickCharges", 7, 7],
	["normal_charges", "normalCharges", 0, 0],
])("%s is what the car says, however old, with its time", (key, name, said, value) => {
	const car = carWith({ [name]: [said, 300] });
	for (const now of [300, 1e9]) expect(sample(key, car, now)).toEqual([value, 300]);
	expect(sample(key, carWith({ [name]: [0, 0] }))).toEqual([0, 0]);
});

test.each<[MetricKey, keyof Told, number]>([
	["current", "current", 30_000],
	["speed", "speed", 30_000],
	["balancing", "shunts", 90_000],
])("%s is told as long as it is recent", (key, name, maxAge) => {
	const car = carWith({ [name]: [12, 1000] });
	expect(sample(key, car, 1000 + maxAge)).toEqual([12, 1000]);
	expect(sample(key, car, 1001 + maxAge)).toBeUndefined();
});

describe("health", () => {
	test.each([
		[replySource(group61) ?? 0, "battery, asked"],
		[0x5bc, "battery broadcast"],
		[0x5b3, "instrument broadcast"],
	])("is what the car says, where it says it: %s is the %s", (source, name) => {
		const car = carWith({ soh: [86, 300, source], capacity: [50, 900] }, { pack: 24 });
		expect(sample("health", car)).toEqual([86, 300]);
		expect(sample("health_source", car)).toEqual([name, 300]);
	});

	test("is the capacity by that which the owner knows of the pack when new", () => {
		const car = carWith({ capacity: [53, 900] }, { pack: 24, ampereHours: 106 });
		expect(sample("health", car)).toEqual([50, 900]);
	});

	test("is else the capacity by that of a new pack", () => {
		const car = carWith({ capacity: [53, 900] }, { pack: 24 });
		expect(sample("health", car)).toEqual([80, 900]);
		expect(sample("health_source", car)).toEqual(["capacity in Ah", 900]);
		expect(sample("health", carWith({ capacity: [53, 900] }))).toBeUndefined();
		expect(sample("health_source", carWith({ capacity: [53, 900] }))).toBeUndefined();
	});
});

describe("energy and range", () => {
	test("come from the GIDs, 80 Wh each and 6 km a kWh until the car has been driven", () => {
		const told = { gids: [200, 300], soc: [50, 900], capacity: [50, 900] } as const;
		expect(sample("energy", carWith(told, { pack: 24 }))).toEqual([16, 300]);
		expect(sample("range", carWith(told, { pack: 24 }))).toEqual([96, 300]);
		expect(sample("range", carWith(told, { kmPerKwh: 8 }))).toEqual([108.8, 300]);
	});

	test("come else from charge, capacity and nominal voltage, as old as the older of the two", () => {
		const car = carWith({ soc: [50, 900], capacity: [100, 700] }, { pack: 40 });
		expect(sample("energy", car)).toEqual([17.5, 700]);
		expect(sample("range", car)).toEqual([105, 700]);
	});

	test("are not known of a pack of unknown size, nor with half of what it takes", () => {
		for (const car of [
			carWith({ soc: 50, capacity: 100 }),
			carWith({ soc: 50 }, { pack: 40 }),
			carWith({ capacity: 100 }, { pack: 40 }),
		]) {
			expect([sample("energy", car), sample("range", car)]).toEqual([undefined, undefined]);
		}
	});
});

test("usable capacity comes from what is told, else from health, else from Ah", () => {
	const told = { fullCapacity: [37.8, 1], soh: [90, 2], capacity: [100, 3] } as const;
	const { fullCapacity: _, ...rest } = told;
	expect(sample("usable_capacity", carWith(told, { pack: 40 }))).toEqual([37.8, 1]);
	expect(sample("usable_capacity", carWith(rest, { pack: 40 }))).toEqual([36, 2]);
	expect(sample("usable_capacity", carWith({ capacity: told.capacity }, { pack: 40 }))).toEqual([35, 3]);
	expect(sample("usable_capacity", carWith(rest))).toBeUndefined();
});

test.each([
	// Read off dashboards (Leaf protocol facts, 2.6).
	[649, 55.3, 93.9],
	[465, 55.3, 67.3],
	[260, 39.2, 53.1],
	[500, 39.9, 100],
])("%i GIDs of %f kWh are %f %% on the dashboard", (gids, fullCapacity, shown) => {
	const [value, at] = sample("soc_dash", carWith({ gids: [gids, 5], fullCapacity: [fullCapacity, 3] })) ?? [];
	expect([Number(value).toFixed(1), at]).toEqual([shown.toFixed(1), 3]);
});

test("power is that of now: neither current nor voltage may be old", () => {
	const car = carWith({ current: [-10, 1000], voltage: [360, 3000] });
	expect(sample("power", car, 31_000)).toEqual([-3.6, 1000]);
	expect(sample("power", car, 31_001)).toBeUndefined();
	expect(sample("voltage", car, 31_001)).toEqual([360, 3000]);
	const other = carWith({ current: [-10, 40_000], voltage: [360, 1000] });
	expect(sample("current", other, 40_000)).toBeDefined();
	expect(sample("power", other, 40_000)).toBeUndefined();
});

describe("charge and plug", () => {
	test("are told of a car that charges", () => {
		const car = carWith({ plug: 0 }, { charging: CHARGING });
		expect(sample("charging", car)).toEqual([true, 700]);
		expect(sample("charge_kind", car)).toEqual(["ac", 700]);
		expect(sample("plugged", car)).toEqual([true, 700]);
		const unclear = carWith({}, { charging: { ...CHARGING, kind: undefined } });
		expect(sample("charge_kind", unclear)).toBeUndefined();
	});

	test("are told of a car that does not", () => {
		const car = carWith({}, { charging: NOT_CHARGING });
		expect(sample("charging", car)).toEqual([false, 700]);
		expect(sample("charge_kind", car)).toEqual(["none", 700]);
		expect(sample("plugged", car)).toBeUndefined();
	});

	test.each<[boolean | undefined, Told]>([
		[true, { plug: 2 }],
		[false, { plug: 1 }],
		[false, { plug: 0, chargerStatus: 12 }],
		[true, { chargerStatus: 12 }],
		[true, { chargerStatus: 2 }],
		[true, { chargerStatus: 0x40 }],
		[true, { chargerStatus: 0x18 }],
		[false, { chargerStatus: 0x28 }],
		[false, { chargerStatus: 9 }],
		[undefined, { chargerStatus: 1 }],
		[undefined, { chargerStatus: 0x30 }],
		[undefined, { chargerStatus: 63 }],
	])("plugged is %j when the car says %j", (plugged, told) => {
		expect(sample("plugged", carWith(told), 30_000)?.[0]).toBe(plugged);
		expect(sample("plugged", carWith(told), 90_001)).toBeUndefined();
	});
});

describe("minutes to full", () => {
	const told = { minutesToFull: 120, fullCapacity: 37.8, gids: 360, chargerPower: 3 };

	test("are known of a car that charges only", () => {
		expect(sample("minutes_to_full", carWith(told, { charging: CHARGING }))).toEqual([120, 0]);
		expect(sample("minutes_to_full", carWith(told, { charging: NOT_CHARGING }))).toBeUndefined();
		expect(sample("minutes_to_full", carWith(told))).toBeUndefined();
	});

	test.each<[string, number | undefined, Told]>([
		// 37.8 - 28.8 kWh are missing.
		["the charger's power", 200, { ...told, minutesToFull: [120, -90_000] }],
		["what flows in", 100, { fullCapacity: 37.8, gids: 360, chargerPower: 0, current: 20, voltage: 300 }],
		[
			"nothing that flows",
			undefined,
			{ fullCapacity: 37.8, gids: 360, chargerPower: 0.2, current: 0, voltage: 300 },
		],
		["an unknown size", undefined, { gids: 360, chargerPower: 3 }],
		["a pack that is full", 0, { fullCapacity: 37.8, gids: 480, chargerPower: 3 }],
	])("come else from %s: %j", (_what, minutes, other) => {
		expect(sample("minutes_to_full", carWith(other, { charging: CHARGING }))?.[0]).toBe(minutes);
	});
});

describe("driving", () => {
	test.each<[boolean | undefined, Told, KnownCar["charging"]]>([
		[true, { ignition: 1 }, UNKNOWN],
		[true, { ignition: 1, mainRelay: 1 }, NOT_CHARGING],
		[false, { ignition: 1, mainRelay: 0 }, NOT_CHARGING],
		[false, { ignition: 0, mainRelay: 1 }, NOT_CHARGING],
		[false, { ignition: 1, mainRelay: 1 }, CHARGING],
		[false, {}, CHARGING],
		[undefined, { mainRelay: 1 }, NOT_CHARGING],
	])("ready is %j with %j", (ready, told, charging) => {
		expect(sample("ready", carWith(told, { charging }))?.[0]).toBe(ready);
		if (charging !== CHARGING) expect(sample("ready", carWith(told, { charging }), 90_001)).toBeUndefined();
	});

	test.each([
		[1, "P"],
		[2, "R"],
		[3, "N"],
		[4, "D"],
		[7, "B"],
		[6, undefined],
	])("gear %i is %s", (gear, name) => {
		expect(sample("gear", carWith({ gear }))?.[0]).toBe(name);
		expect(sample("gear", carWith({ gear }), 90_001)).toBeUndefined();
	});
});

describe("which car it is", () => {
	test("has no time", () => {
		const texts = { vin: "SJNFAAZE0U6000001", troubleCodes: "none" };
		const car = carWith({}, { pack: 62, generation: "ZE1", texts });
		const told = (["generation", "pack", "vin", "trouble_codes"] as const).map((key) => sample(key, car));
		expect(told).toEqual([
			["ZE1", undefined],
			[62, undefined],
			["SJNFAAZE0U6000001", undefined],
			["none", undefined],
		]);
	});

	test("as many trouble codes are told as Home Assistant takes, and no half one", () => {
		const codes = Array.from({ length: 60 }, (_, n) => `P3${String(n).padStart(3, "0")}`);
		const [text] = sample("trouble_codes", carWith({}, { texts: { troubleCodes: codes.join(" ") } })) ?? [];
		expect(String(text).split(" ")).toEqual(codes.slice(0, 42));
		expect(String(text).length).toBeLessThanOrEqual(255);
	});
});
