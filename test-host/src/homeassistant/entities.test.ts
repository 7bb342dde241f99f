import { describe, expect, test } from "@jest/globals";
import { ENTITIES } from "../../../src/homeassistant/entities";
import { statePayload } from "../../../src/homeassistant/payloads";
import { METRICS } from "../../../src/vehicle/metrics";
import { SAMPLE_DEVICE as DEVICE } from "../../helpers/sample-device";

/** Home Assistant's rule for entity ids: lower case, everything but letters and digits becomes `_`. */
const entityId = (component: string, name: string) =>
	`${component}.${`${DEVICE.deviceName} ${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")}`;

/** Units and state classes that a sensor of a class may have (Home Assistant facts, section 4). */
const SENSOR_CLASSES: Readonly<Record<string, { units: readonly string[]; states: readonly string[] }>> = {
	battery: { units: ["%"], states: ["measurement"] },
	voltage: { units: ["V", "mV"], states: ["measurement"] },
	current: { units: ["A"], states: ["measurement"] },
	power: { units: ["kW"], states: ["measurement"] },
	energy_storage: { units: ["kWh"], states: ["measurement"] },
	distance: { units: ["km"], states: ["measurement", "total", "total_increasing"] },
	speed: { units: ["km/h"], states: ["measurement"] },
	temperature: { units: ["°C"], states: ["measurement"] },
	duration: { units: ["min"], states: ["measurement", "total", "total_increasing"] },
};
/** Likewise of binary sensors (section 5). */
const BINARY_CLASSES = ["battery_charging", "plug", "running"];

const sensors = ENTITIES.filter(({ component }) => component === "sensor");
const present = ENTITIES.map((entity) => ({ ...entity, ...entity.presentation }));

describe("the entities", () => {
	test("are the metrics, in their order, unit and digits", () => {
		expect(
			present.map(({ key, unit_of_measurement = "", suggested_display_precision }) => {
				return [key, unit_of_measurement, suggested_display_precision];
			}),
		).toEqual(METRICS.map(({ key, unit, decimals }) => [key, unit, decimals]));
	});

	test.each([
		["soc", "sensor.nissan_leaf_battery_level"],
		["health", "sensor.nissan_leaf_battery_health"],
		["voltage", "sensor.nissan_leaf_battery_voltage"],
		["capacity", "sensor.nissan_leaf_battery_capacity"],
		["range", "sensor.nissan_leaf_range"],
		["charging", "binary_sensor.nissan_leaf_charging"],
		["plugged", "binary_sensor.nissan_leaf_plugged_in"],
	])("make Home Assistant call %s %s", (metric, id) => {
		const entity = ENTITIES.find((each) => each.key === metric);
		expect(entityId(entity?.component ?? "", entity?.name ?? "")).toBe(id);
	});

	test("have names of their own that do not repeat the device's", () => {
		const ids = ENTITIES.map(({ component, name }) => entityId(component, name));
		expect(new Set(ids).size).toBe(ENTITIES.length);
		for (const { name } of ENTITIES) expect(name).toMatch(/^(?!Nissan|Leaf)[A-Z0-9]/);
	});

	test("know one charge level only, so that automations find it", () => {
		const levels = present.filter(({ device_class }) => device_class === "battery");
		expect(levels.map(({ key }) => key)).toEqual(["soc"]);
	});

	test.each(sensors.map((entity) => [entity.key, entity.presentation] as const))(
		"%s is a sensor that Home Assistant accepts",
		(_metric, shown) => {
			const { device_class, unit_of_measurement, state_class, options } = shown;
			if (device_class === "enum") {
				expect(options?.length).toBeGreaterThan(1);
				expect([unit_of_measurement, state_class, shown.suggested_display_precision]).toEqual([
					...[undefined, undefined, undefined],
				]);
				return;
			}
			expect(options).toBeUndefined();
			if (device_class === undefined) return;
			expect(SENSOR_CLASSES[device_class]?.units).toContain(unit_of_measurement);
			expect(SENSOR_CLASSES[device_class]?.states).toContain(state_class);
		},
	);

	test("that say yes or no have a class for it, and nothing that belongs to numbers", () => {
		const binary = ENTITIES.filter(({ component }) => component === "binary_sensor");
		expect(binary.map(({ key }) => key)).toEqual(["charging", "plugged", "ready"]);
		for (const { presentation } of binary) {
			expect(BINARY_CLASSES).toContain(presentation.device_class);
			expect(Object.keys(presentation)).toEqual(["device_class"]);
		}
		// What Home Assistant expects of a binary sensor that is not told otherwise.
		expect([statePayload(true), statePayload(false)]).toEqual(["ON", "OFF"]);
	});

	test("that keep the details for those who look for them leave the owner's values in front", () => {
		const hidden = present.filter(({ entity_category }) => entity_category !== undefined);
		const shown = present.filter(({ entity_category }) => entity_category === undefined);
		expect(shown.map(({ key }) => key).join(" ")).toBe(
			"soc health voltage capacity range energy soc_dash current power charging charge_kind plugged " +
				"minutes_to_full temperature ready gear speed odometer ambient range_car",
		);
		for (const { enabled_by_default, entity_category } of present) {
			if (enabled_by_default === false) expect(entity_category).toBe("diagnostic");
		}
		expect(hidden.length + shown.length).toBe(METRICS.length);
	});

	test("that only grow say so", () => {
		const classes = Object.fromEntries(present.map(({ key, state_class }) => [key, state_class]));
		expect(classes).toMatchObject({
			...{ odometer: "total", quick_charges: "total_increasing", normal_charges: "total_increasing" },
			...{ balancing: "measurement", gids: "measurement", gear: undefined, vin: undefined },
		});
	});
});
