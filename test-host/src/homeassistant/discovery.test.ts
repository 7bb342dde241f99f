import { describe, expect, test } from "@jest/globals";
import { discoveryDocument } from "../../../src/homeassistant/discovery";
import { ENTITIES } from "../../../src/homeassistant/entities";
import * as topics from "../../../src/homeassistant/topics";
import type { MetricKey } from "../../../src/vehicle/metrics";
import { SAMPLE_DEVICE as DEVICE } from "../../helpers/sample-device";

const textOf = (metric: MetricKey) => {
	const entity = ENTITIES.find((each) => each.key === metric);
	if (entity === undefined) throw new Error(`no entity for ${metric}`);
	return discoveryDocument(entity, DEVICE);
};
const documentOf = (metric: MetricKey) => JSON.parse(textOf(metric));

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

	/** What stands between the topics and the device: entities in use must not change by so much as their order. */
	test.each<[MetricKey, string, string]>([
		["soc", "Battery level", '"device_class":"battery","unit_of_measurement":"%",M,P:1'],
		["health", "Battery health", '"unit_of_measurement":"%",M,P:1,"icon":"mdi:battery-heart-variant"'],
		["voltage", "Battery voltage", '"device_class":"voltage","unit_of_measurement":"V",M,P:1'],
		["capacity", "Battery capacity", '"unit_of_measurement":"Ah",M,P:1,"icon":"mdi:battery-high"'],
		["range", "Range", '"device_class":"distance","unit_of_measurement":"km",M,P:0'],
		["energy", "Battery energy", '"device_class":"energy_storage","unit_of_measurement":"kWh",M,P:1'],
		["current", "Battery current", '"device_class":"current","unit_of_measurement":"A",M,P:1'],
		["power", "Battery power", '"device_class":"power","unit_of_measurement":"kW",M,P:2'],
		["gids", "GIDs", '"unit_of_measurement":"GIDs",M,P:0,D,"icon":"mdi:counter"'],
		[
			"usable_capacity",
			"Usable capacity",
			'"device_class":"energy_storage","unit_of_measurement":"kWh",M,P:1,D',
		],
	])("keeps the document of %s byte for byte", (metric, name, presentation) => {
		const written = presentation
			.replace("M,", '"state_class":"measurement",')
			.replace("P:", '"suggested_display_precision":')
			.replace(",D", ',"entity_category":"diagnostic"');
		const id = DEVICE.clientId;
		expect(textOf(metric)).toBe(
			`{"name":"${name}","unique_id":"${id}_${metric}","state_topic":"nissan_leaf/${id}/${metric}/state",` +
				`"availability_topic":"nissan_leaf/${id}/availability",${written},` +
				`"device":{"identifiers":["${id}"],"name":"Nissan Leaf","manufacturer":"Nissan","model":"Leaf",` +
				'"sw_version":"0.1.0"},"origin":{"name":"Leafcast","sw_version":"0.1.0"}}',
		);
	});

	test("says of a binary sensor what its payloads leave open", () => {
		const { device: _, origin: __, ...rest } = documentOf("charging");
		expect(rest).toEqual({
			name: "Charging",
			unique_id: "nissan_leaf_1eaf01_charging",
			state_topic: "nissan_leaf/nissan_leaf_1eaf01/charging/state",
			availability_topic: "nissan_leaf/nissan_leaf_1eaf01/availability",
			device_class: "battery_charging",
		});
	});

	test("is no longer than a device can make at a time", () => {
		for (const { key } of ENTITIES) expect(textOf(key).length).toBeLessThan(700);
	});
});

test("topics", () => {
	expect(topics.stateTopic(DEVICE, "soc")).toBe("nissan_leaf/nissan_leaf_1eaf01/soc/state");
	expect(topics.dataTopic(DEVICE)).toBe("nissan_leaf/nissan_leaf_1eaf01/data");
	expect(topics.availabilityTopic(DEVICE)).toBe("nissan_leaf/nissan_leaf_1eaf01/availability");
	const discovered = ENTITIES.map((entity) => topics.discoveryTopic(DEVICE, entity));
	expect(discovered).toContain("homeassistant/sensor/nissan_leaf_1eaf01/soc/config");
	expect(discovered).toContain("homeassistant/binary_sensor/nissan_leaf_1eaf01/charging/config");
	expect(topics.birthTopic(DEVICE)).toBe("homeassistant/status");
});
