import { describe, expect, test } from "@jest/globals";
import { DISCOVERY_FORMS } from "../../src/homeassistant/discovery";
import { announcedEntities } from "../../src/homeassistant/entities";
import { SAMPLE_DEVICE } from "../helpers/sample-device";
import { announced } from "./announced";
import type { Document } from "./rules/entry";
import { GOOD, type Kind, topicOf } from "./sample-documents";
import { judge, RULE_NAMES } from "./validator";

const goodOnes = () =>
	Object.entries(GOOD)
		// The same entities in the other form.
		.filter(([kind]) => kind !== "device")
		.map(([kind, document]) => [topicOf(kind as Kind), JSON.stringify(document)] as const);

const rulesBroken = (messages: Iterable<readonly [string, string]>) =>
	judge(new Map(messages)).map(({ rule }) => rule);

/** What breaks which rule: changes to a good document, where `undefined` takes a key away. */
const MISTAKES: readonly (readonly [rule: string, kind: Kind, change: Document])[] = [
	["size", "sensor", { icon: "x".repeat(1400) }],
	["required-key", "sensor", { unique_id: undefined }],
	["required-key", "sensor", { state_topic: undefined }],
	["required-key", "button", { command_topic: undefined }],
	["required-key", "sensor", { origin: undefined }],
	["unknown-key", "sensor", { object_id: "leaf_soc" }],
	["unknown-key", "sensor", { unit_of_measurment: "%" }],
	["unknown-key", "binary_sensor", { unit_of_measurement: "%" }],
	["device-key", "sensor", { device: { ...GOOD.sensor.device, colour: "red" } }],
	["device-identity", "sensor", { device: { name: "Nissan Leaf" } }],
	["device-identity", "sensor", { device: { ...GOOD.sensor.device, identifiers: [] } }],
	["origin", "sensor", { origin: { sw_version: "1.0.0" } }],
	["origin", "sensor", { origin: { name: "Leafcast", author: "me" } }],
	["unique-id", "sensor", { unique_id: "nissan_leaf_soc" }],
	["unique-id", "sensor", { unique_id: "leaf_1_SOC 2" }],
	["category", "sensor", { entity_category: "config" }],
	["category", "binary_sensor", { entity_category: "config" }],
	["category", "button", { entity_category: "settings" }],
	["category", "button", { device_class: "identify" }],
	["category", "button", { device_class: "identify", entity_category: undefined }],
	["device-class", "sensor", { device_class: "charge" }],
	["device-class", "binary_sensor", { device_class: "battery_charge" }],
	["icon", "sensor", { icon: "mdi:battery" }],
	["icon", "text", { icon: "battery.png" }],
	["availability", "sensor", { availability: [{ topic: "cars/leaf_1/availability" }] }],
	["availability", "binary_sensor", { availability: [{ payload_available: "yes" }] }],
	["availability", "binary_sensor", { availability: "cars/leaf_1/availability" }],
	["expiry", "sensor", { expire_after: 60 }],
	["force-update", "sensor", { force_update: true }],
	["retained-command", "button", { retain: true }],
	["template", "text", { value_template: "{{ value_json.charge_type | upper }}" }],
	["default-entity-id", "sensor", { default_entity_id: "nissan_leaf_soc" }],
	["default-entity-id", "sensor", { default_entity_id: "number.nissan_leaf_soc" }],
	["qos", "number", { qos: 3 }],
	["unit", "sensor", { unit_of_measurement: "kWh" }],
	["unit", "sensor", { unit_of_measurement: undefined }],
	["unit", "number", { unit_of_measurement: "km" }],
	["micro-sign", "sensor", { unit_of_measurement: "\u00b5V" }],
	["state-class", "sensor", { state_class: "total" }],
	["state-class", "sensor", { device_class: "energy", unit_of_measurement: "kWh" }],
	["state-class", "sensor", { device_class: undefined, state_class: "average" }],
	["text-as-number", "text", { unit_of_measurement: "W" }],
	["text-as-number", "text", { device_class: "timestamp", options: undefined, state_class: "measurement" }],
	["options", "text", { options: [] }],
	["options", "text", { options: ["idle", "idle"] }],
	["options", "text", { device_class: undefined }],
	["statistics", "sensor", { state_class: undefined }],
	["precision", "sensor", { suggested_display_precision: undefined }],
	["precision", "sensor", { suggested_display_precision: 1.5 }],
	["precision", "sensor", { suggested_display_precision: 9 }],
	["precision", "text", { suggested_display_precision: 1 }],
	["second-battery", "sensor", { unique_id: "leaf_1_health" }],
	["on-and-off", "binary_sensor", { payload_on: true }],
	["on-and-off", "binary_sensor", { payload_on: "OFF" }],
	["range", "number", { min: 600 }],
	["step", "number", { step: 0 }],
	["device-name", "sensor", { name: "Nissan Leaf battery level" }],
	["no-name", "sensor", { name: "" }],
	["no-name", "text", { name: undefined, device_class: undefined, options: undefined }],
	["name-style", "sensor", { name: "battery level" }],
	["name-style", "sensor", { name: "Battery Level" }],
	["brand-name", "sensor", { name: "Battery of the Leaf" }],
	["topics", "sensor", { state_topic: "homeassistant/leaf_1/soc" }],
	["topics", "sensor", { state_topic: "cars/+/soc" }],
	["topics", "sensor", { availability_topic: "" }],
	["topics", "binary_sensor", { availability: [{ topic: "homeassistant/leaf_1/availability" }] }],
	["root-key", "device", { origin: undefined }],
	["root-key", "device", { "~": "cars/leaf_1" }],
	["component-platform", "device", { components: { soc: { unique_id: "leaf_1_soc" } } }],
	["availability", "device", { availability_topic: "cars/leaf_1/availability" }],
	["topics", "device", { availability: [{ topic: "homeassistant/leaf_1/availability" }] }],
];

/** What breaks a rule by the message and not by a change of the document. */
const MESSAGES: readonly (readonly [rule: string, topic: string, payload: string])[] = [
	["discovery-topic", "homeassistant/sensor/leaf 1/soc/config", JSON.stringify(GOOD.sensor)],
	["discovery-topic", "homeassistant/sensor/leaf_1/soc", JSON.stringify(GOOD.sensor)],
	["platform", "homeassistant/thermometer/leaf_1/soc/config", JSON.stringify(GOOD.sensor)],
	["json", topicOf("sensor"), "{"],
	["json", topicOf("sensor"), "[]"],
	["json", topicOf("sensor"), "null"],
];

/** What breaks a rule only beside the good documents. */
const COMPANIONS: readonly (readonly [rule: string, change: Document])[] = [
	["twice-the-same-id", { name: "Charge" }],
	["twice-the-same-name", { unique_id: "leaf_1_other_soc" }],
	["one-charge-level", { name: "Other level", unique_id: "leaf_1_other_soc" }],
	["same-device", { device: { ...GOOD.sensor.device, model: "Leaf" } }],
];

describe("the validator", () => {
	test("has nothing against good documents", () => {
		expect(judge(new Map(goodOnes()))).toEqual([]);
		expect(judge(new Map([[topicOf("device"), JSON.stringify(GOOD.device)]]))).toEqual([]);
	});

	test("has nothing against removal and migration", () => {
		expect(judge(new Map([[topicOf("sensor"), ""]]))).toEqual([]);
		expect(judge(new Map([[topicOf("sensor"), '{"migrate_discovery":true}']]))).toEqual([]);
	});

	test.each(MISTAKES)("%s: %s with %j", (rule, kind, change) => {
		const spoilt = JSON.stringify({ ...GOOD[kind], ...change });
		expect(rulesBroken([[topicOf(kind), spoilt]])).toContain(rule);
	});

	test.each(MESSAGES)("%s: %s %s", (rule, topic, payload) => {
		expect(rulesBroken([[topic, payload]])).toContain(rule);
	});

	test.each(COMPANIONS)("%s: a second sensor with %j", (rule, change) => {
		const second = [
			"homeassistant/sensor/leaf_1/second/config",
			JSON.stringify({ ...GOOD.sensor, ...change }),
		];
		expect(rulesBroken([...goodOnes(), second as [string, string]])).toContain(rule);
	});

	test("is tested with a mistake for each of its rules", () => {
		const tested = [...MISTAKES, ...MESSAGES, ...COMPANIONS].map(([rule]) => rule);
		expect([...new Set(tested)].sort()).toEqual([...RULE_NAMES].sort());
	});
});

describe("the documents of the firmware", () => {
	test("are as many as there are entities", () => {
		expect(announced(SAMPLE_DEVICE).size).toBe(announcedEntities().length);
	});

	test("are one for the whole device when the owner wants that", () => {
		const documents = [...announced(SAMPLE_DEVICE, { discovery: "device", keepValues: false }).values()];
		const [document, ...others] = documents.map((text) => JSON.parse(text));
		expect(others).toEqual([]);
		expect(Object.keys(document.cmps)).toHaveLength(announcedEntities().length);
	});

	test.each([
		["out of the box", {}],
		["with a longer name and other prefixes", { deviceName: "Our blue Leaf", topicPrefix: "home/cars" }],
		["with the longest prefixes that the settings allow", longest()],
	])("are by the rules: a device %s", (_, change) => {
		for (const discovery of DISCOVERY_FORMS) {
			for (const keepValues of [false, true]) {
				const messages = announced({ ...SAMPLE_DEVICE, ...change }, { discovery, keepValues });
				expect(judge(messages)).toEqual([]);
			}
		}
	});
});

function longest() {
	const text = "x".repeat(64);
	return { topicPrefix: text, discoveryPrefix: text.replaceAll("x", "y"), clientId: text };
}
