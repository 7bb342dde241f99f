import type { Document } from "./rules/entry";

const DEVICE = { identifiers: ["leaf_1"], name: "Nissan Leaf", manufacturer: "Nissan" };
const ABOUT = { device: DEVICE, origin: { name: "Leafcast", sw_version: "1.0.0" } };
const AVAILABLE = { availability_topic: "cars/leaf_1/availability" };

const BATTERY_LEVEL = {
	name: "Battery level",
	unique_id: "leaf_1_soc",
	state_topic: "cars/leaf_1/soc/state",
	device_class: "battery",
	unit_of_measurement: "%",
	state_class: "measurement",
	suggested_display_precision: 1,
};

const RESTART = {
	unique_id: "leaf_1_restart",
	command_topic: "cars/leaf_1/restart/set",
	device_class: "restart",
	entity_category: "config",
	payload_press: "PRESS",
};

/** Documents without a mistake, one for each kind: tests spoil them. */
export const GOOD = {
	sensor: { ...BATTERY_LEVEL, ...AVAILABLE, ...ABOUT },
	text: {
		...{ name: "Charge type", unique_id: "leaf_1_charge_type", state_topic: "cars/leaf_1/data" },
		...{ device_class: "enum", options: ["idle", "quick"], icon: "mdi:ev-plug-type1" },
		value_template: "{{ value_json.charge_type }}",
		...ABOUT,
	},
	binary_sensor: {
		...{ unique_id: "leaf_1_charging", state_topic: "cars/leaf_1/charging/state" },
		...{ device_class: "battery_charging", payload_on: "ON", payload_off: "OFF" },
		availability: [{ topic: "cars/leaf_1/availability" }],
		...ABOUT,
	},
	button: { ...RESTART, ...AVAILABLE, ...ABOUT },
	number: {
		...{ name: "Publish interval", unique_id: "leaf_1_interval", entity_category: "config" },
		...{ command_topic: "cars/leaf_1/interval/set", state_topic: "cars/leaf_1/interval/state" },
		...{ device_class: "duration", unit_of_measurement: "s", min: 5, max: 600, step: 5, qos: 1 },
		...ABOUT,
	},
	device: {
		...ABOUT,
		availability: [{ topic: "cars/leaf_1/availability" }],
		qos: 1,
		components: {
			soc: { platform: "sensor", ...BATTERY_LEVEL },
			restart: { platform: "button", ...RESTART },
			gone: { platform: "sensor" },
		},
	},
} satisfies Readonly<Record<string, Document>>;

/** Kinds of documents in `GOOD`. */
export type Kind = keyof typeof GOOD;

/** Where a document of this kind is published. */
export function topicOf(kind: Kind): string {
	if (kind === "device") return "homeassistant/device/leaf_1/config";
	return `homeassistant/${kind === "text" ? "sensor" : kind}/leaf_1/${kind}/config`;
}
