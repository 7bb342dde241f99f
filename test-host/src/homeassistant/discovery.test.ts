import { describe, expect, test } from "@jest/globals";
import { discoveryDocument } from "../../../src/homeassistant/discovery";
import { ENTITIES } from "../../../src/homeassistant/entities";
import { dataPayload, statePayload } from "../../../src/homeassistant/payloads";
import * as topics from "../../../src/homeassistant/topics";
import { METRICS } from "../../../src/vehicle/metrics";
import { SAMPLE_DEVICE as DEVICE } from "../../helpers/sample-device";

/** Home Assistant's rule for entity ids: lower case, everything but letters and digits becomes `_`. */
const entityId = (name: string) =>
	`sensor.${`${DEVICE.deviceName} ${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")}`;

const documentOf = (metric: string) => {
	const entity = ENTITIES.find((each) => each.metric === metric);
	return entity && JSON.parse(discoveryDocument(entity, DEVICE));
};

describe("discovery", () => {
	test("says of the battery level what the design page says", () => {
		expect(documentOf("soc")).toEqual({
			name: "Battery level",
			unique_id: "nissan_leaf_1eaf01_soc",
			state_topic: "nissan_leaf/nissan_leaf_1eaf01/soc/state",
			availability_topic: "nissan_leaf/nissan_leaf_1eaf01/availability",
			device_class: "battery",
			unit_of_measurement: "%",
			state_class: "measurement",
			suggested_display_precision: 1,
			device: {
				identifiers: ["nissan_leaf_1eaf01"],
				name: "Nissan Leaf",
				manufacturer: "Nissan",
				model: "Leaf",
				sw_version: "0.1.0",
			},
			origin: { name: "Leafcast", sw_version: "0.1.0" },
		});
	});

	test.each([
		["soc", "sensor.nissan_leaf_battery_level"],
		["health", "sensor.nissan_leaf_battery_health"],
		["voltage", "sensor.nissan_leaf_battery_voltage"],
		["capacity", "sensor.nissan_leaf_battery_capacity"],
		["range", "sensor.nissan_leaf_range"],
	])("makes Home Assistant call %s %s", (metric, id) => {
		expect(entityId(documentOf(metric).name)).toBe(id);
	});

	test("has one entity for each metric, with names and ids of their own", () => {
		expect(ENTITIES.map(({ metric }) => metric)).toEqual(METRICS.map(({ key }) => key));
		expect(new Set(ENTITIES.map(({ name }) => name)).size).toBe(ENTITIES.length);
	});

	test("knows one charge level only, so that automations find it", () => {
		const levels = ENTITIES.filter(({ device_class }) => device_class === "battery");
		expect(levels.map(({ metric }) => metric)).toEqual(["soc"]);
	});

	test("shows as many digits as are sent, in the unit that is sent", () => {
		for (const { key, decimals, unit } of METRICS) {
			expect(documentOf(key)).toMatchObject({
				suggested_display_precision: decimals,
				unit_of_measurement: unit,
			});
		}
	});
});

test("topics", () => {
	expect(topics.stateTopic(DEVICE, "soc")).toBe("nissan_leaf/nissan_leaf_1eaf01/soc/state");
	expect(topics.dataTopic(DEVICE)).toBe("nissan_leaf/nissan_leaf_1eaf01/data");
	expect(topics.availabilityTopic(DEVICE)).toBe("nissan_leaf/nissan_leaf_1eaf01/availability");
	expect(topics.discoveryTopic(DEVICE, "soc")).toBe("homeassistant/sensor/nissan_leaf_1eaf01/soc/config");
	expect(topics.birthTopic(DEVICE)).toBe("homeassistant/status");
});

describe("payloads", () => {
	test("an unknown state is the text that Home Assistant reads as unknown", () => {
		expect([statePayload(0), statePayload(58.4), statePayload(undefined)]).toEqual(["0", "58.4", "None"]);
	});

	test("the data object has every metric, null where unknown, the owner's five first", () => {
		const snapshot = {
			values: { soc: 58.4, voltage: 360.5, current: 0 },
			ages: {},
			newest: 0,
			complete: false,
			sessionId: "40000000",
		};
		expect(dataPayload(snapshot, Date.UTC(2026, 0, 2, 3, 4, 5))).toBe(
			'{"state_of_charge":58.4,"battery_health":null,"battery_voltage":360.5,"battery_capacity":null,' +
				'"estimated_range":null,"session_id":"40000000","timestamp":"2026-01-02T03:04:05.000Z",' +
				'"energy":null,"current":0,"power":null,"gids":null,"usable_capacity":null}',
		);
	});

	test("without a clock and a car there is neither time nor session", () => {
		const nothing = { values: {}, ages: {}, newest: undefined, complete: false, sessionId: undefined };
		expect(JSON.parse(dataPayload(nothing, undefined))).toMatchObject({ timestamp: null, session_id: null });
	});
});
