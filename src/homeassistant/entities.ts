import type { MetricKey } from "../vehicle/metrics";

/** How Home Assistant is to show one metric. Classes and units: Home Assistant facts, section 4. */
export interface Entity {
	readonly metric: MetricKey;
	/** Without the device's name: Home Assistant puts that in front and makes the entity id from both. */
	readonly name: string;
	readonly device_class?: string;
	readonly unit_of_measurement?: string;
	readonly state_class?: "measurement";
	readonly suggested_display_precision: number;
	readonly entity_category?: "diagnostic";
	readonly icon?: string;
}

const measurement = "measurement";

/** Every entity of the car, in the order in which they are announced. */
export const ENTITIES: readonly Entity[] = Object.freeze([
	{
		metric: "soc",
		name: "Battery level",
		device_class: "battery",
		unit_of_measurement: "%",
		state_class: measurement,
		suggested_display_precision: 1,
	},
	{
		// Class `battery` would make Home Assistant take health for a second charge level.
		metric: "health",
		name: "Battery health",
		unit_of_measurement: "%",
		state_class: measurement,
		suggested_display_precision: 1,
		icon: "mdi:battery-heart-variant",
	},
	{
		metric: "voltage",
		name: "Battery voltage",
		device_class: "voltage",
		unit_of_measurement: "V",
		state_class: measurement,
		suggested_display_precision: 1,
	},
	{
		metric: "capacity",
		name: "Battery capacity",
		unit_of_measurement: "Ah",
		state_class: measurement,
		suggested_display_precision: 1,
		icon: "mdi:battery-high",
	},
	{
		metric: "range",
		name: "Range",
		device_class: "distance",
		unit_of_measurement: "km",
		state_class: measurement,
		suggested_display_precision: 0,
	},
	{
		metric: "energy",
		name: "Battery energy",
		device_class: "energy_storage",
		unit_of_measurement: "kWh",
		state_class: measurement,
		suggested_display_precision: 1,
	},
	{
		metric: "current",
		name: "Battery current",
		device_class: "current",
		unit_of_measurement: "A",
		state_class: measurement,
		suggested_display_precision: 1,
	},
	{
		metric: "power",
		name: "Battery power",
		device_class: "power",
		unit_of_measurement: "kW",
		state_class: measurement,
		suggested_display_precision: 2,
	},
	{
		metric: "gids",
		name: "GIDs",
		unit_of_measurement: "GIDs",
		state_class: measurement,
		suggested_display_precision: 0,
		entity_category: "diagnostic",
		icon: "mdi:counter",
	},
	{
		metric: "usable_capacity",
		name: "Usable capacity",
		device_class: "energy_storage",
		unit_of_measurement: "kWh",
		state_class: measurement,
		suggested_display_precision: 1,
		entity_category: "diagnostic",
	},
]);
