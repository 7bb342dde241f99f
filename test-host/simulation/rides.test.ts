import { describe, expect, test } from "@jest/globals";
import { METRICS, type MetricKey, PRIMARY_METRICS } from "../../src/vehicle/metrics";
import { CAR_NAMES } from "../virtual/car-story";
import { Ride } from "./ride";

const MINUTE = 60_000;

/** Known of every car, however it is connected, as long as it may be asked. */
const EVERY_CAR: readonly MetricKey[] = [
	...PRIMARY_METRICS,
	...(["energy", "usable_capacity", "current", "power", "charging", "charge_kind", "plugged"] as const),
	...(["temperature", "temperature_min", "temperature_max", "cell_min", "cell_max", "cell_spread"] as const),
	...(["hx", "health_source", "ready", "gear", "aux_voltage", "ambient", "generation", "pack"] as const),
];

/** What is known of a car besides, after a minute. */
interface Known {
	readonly also: readonly MetricKey[];
	/** Whether it tells its VIN; it does when left out. */
	readonly vin?: boolean;
}

const COUNTS: readonly MetricKey[] = ["quick_charges", "normal_charges", "trouble_codes"];
const LARGE_PACK: readonly MetricKey[] = ["gids", "max_gids", "soc_dash", "odometer", "speed", ...COUNTS];

const POLLED: Readonly<Record<string, Known>> = {
	// Its VCM does not tell the VIN.
	"ze0-24": { also: ["gids", "range_car", "balancing", "speed"], vin: false },
	"aze0-24": { also: ["gids", "soc_dash", "range_car", "balancing", "speed", ...COUNTS] },
	"aze0-30": { also: ["odometer", "range_car", "speed", "trouble_codes"] },
	"env200-40": { also: LARGE_PACK },
	"ze1-40": { also: ["odometer", "range_car", ...COUNTS] },
	"ze1-62": { also: LARGE_PACK },
};

const known = (ride: Ride) =>
	METRICS.map(({ key }) => key).filter((key) => ride.told.values[key] !== undefined);

test("every built-in car is driven", () => {
	expect(Object.keys(POLLED).sort()).toEqual([...CAR_NAMES].sort());
});

describe.each(Object.entries(POLLED))("%s", (name, { also, vin = true }) => {
	test("comes to a complete state when it may be asked", () => {
		const ride = new Ride(name).run(MINUTE);
		expect(known(ride)).toEqual(expect.arrayContaining([...EVERY_CAR, ...also]));
		expect(ride.faults).toEqual([]);
		expect(ride.told.rejected).toEqual({ crc: 0, dlc: 0, implausible: 0, jump: 0 });
	});

	test.each([1, 3])("comes to it also when the device is %i ms late for every frame", (serviceMs) => {
		const ride = new Ride(name, {}, serviceMs).run(2 * MINUTE);
		expect(known(ride)).toEqual(expect.arrayContaining([...EVERY_CAR, ...also]));
		expect(ride.faults).toEqual([]);
	});

	test("never gets anything but requests that read", () => {
		const ride = new Ride(name, { vin: true }).run(MINUTE);
		const services = ride.device.wire.sent.map(({ data }) =>
			(data[0] as number) >> 4 === 3 ? "flow control" : (data[1] as number).toString(16),
		);
		expect(["21", "22", "19", "flow control"]).toEqual(expect.arrayContaining([...new Set(services)]));
		expect(services).toContain("21");
	});

	test("shows its VIN only to an owner who wants that", () => {
		expect(new Ride(name).run(MINUTE).told.values.vin).toBeUndefined();
		const { values } = new Ride(name, { vin: true }).run(MINUTE).told;
		expect(/^[A-Z0-9]{17}$/.test(String(values.vin))).toBe(vin);
	});

	test("is left alone when it may not be asked", () => {
		const ride = new Ride(name, { diagnostics: false }).run(MINUTE);
		expect(ride.device.wire.sent).toEqual([]);
		const { bus } = ride.file;
		// What CAR-CAN carries does not make a complete set, and the gateway of 2018+ cars lets nothing through.
		const expected: readonly MetricKey[] =
			bus === "ev-can" ? PRIMARY_METRICS : bus === "car-can" ? ["health", "odometer", "range_car"] : [];
		expect(known(ride)).toEqual(expect.arrayContaining([...expected]));
	});

	test("is asleep in the end: nothing is sent, and what flows is unknown", () => {
		const ride = new Ride(name).run(MINUTE);
		ride.car.stop();
		ride.run(3000);
		const before = ride.device.wire.sent.length;
		ride.run(2 * MINUTE);
		const { values, poll } = ride.told;
		expect(values.current).toBeUndefined();
		expect(values.power).toBeUndefined();
		expect(values.soc).toBeGreaterThan(0);
		if (ride.file.bus === "obd-gateway") {
			expect(poll?.waits).toBe("no-ignition");
			expect(ride.device.wire.sent.length - before).toBeLessThan(6);
		} else {
			expect(poll?.waits).toBe("bus-silent");
			expect(ride.device.wire.sent.length).toBe(before);
		}
	});
});
