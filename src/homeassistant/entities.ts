import { GENERATIONS } from "../leaf/generation";
import { HEALTH_SOURCE_NAMES } from "../vehicle/battery";
import { GEAR_NAMES } from "../vehicle/driving";
import { METRICS, type MetricKey } from "../vehicle/metrics";
import { CHARGE_KIND_NAMES } from "../vehicle/plug";

/** What Home Assistant makes of a metric: a sensor shows a value, a binary sensor yes or no. */
export type Component = "sensor" | "binary_sensor";

/** How Home Assistant is to show one metric. Classes and units: Home Assistant facts, sections 4 and 5. */
export interface Presentation {
	readonly device_class?: string;
	readonly unit_of_measurement?: string;
	readonly state_class?: "measurement" | "total" | "total_increasing";
	readonly options?: readonly string[];
	readonly suggested_display_precision?: number;
	readonly entity_category?: "diagnostic";
	readonly enabled_by_default?: false;
	readonly icon?: string;
}

/** One metric as an entity. */
export interface Entity {
	readonly metric: MetricKey;
	readonly component: Component;
	/** Without the device's name: Home Assistant puts that in front and makes the entity id from both. */
	readonly name: string;
	readonly presentation: Presentation;
}

interface Row extends Pick<Presentation, "device_class" | "state_class" | "options" | "icon"> {
	readonly name: string;
	readonly binary?: true;
	/** For those who want to know the details: beside the car's own, and of no use in a trigger. */
	readonly diagnostic?: true;
	/** Not shown until the owner enables it. */
	readonly disabled?: true;
}

const temperature = Object.freeze({ device_class: "temperature" });
const diagnostic: Pick<Row, "diagnostic"> = Object.freeze({ diagnostic: true });
const detail: Pick<Row, "diagnostic" | "disabled"> = Object.freeze({ diagnostic: true, disabled: true });
const count: Pick<Row, "state_class" | "diagnostic"> = Object.freeze({
	state_class: "total_increasing",
	diagnostic: true,
});

/**
 * Name and class of each metric. A unit, a state class and the digits shown go with every number; texts with a
 * closed set of values are of class `enum`.
 */
const ROWS: Readonly<Record<MetricKey, Row>> = Object.freeze({
	soc: { name: "Battery level", device_class: "battery" },
	// Class `battery` would make Home Assistant take health for a second charge level.
	health: { name: "Battery health", icon: "mdi:battery-heart-variant" },
	voltage: { name: "Battery voltage", device_class: "voltage" },
	capacity: { name: "Battery capacity", icon: "mdi:battery-high" },
	range: { name: "Range", device_class: "distance" },
	energy: { name: "Battery energy", device_class: "energy_storage" },
	usable_capacity: { name: "Usable capacity", device_class: "energy_storage", ...diagnostic },
	soc_dash: { name: "Dashboard level", icon: "mdi:gauge" },
	current: { name: "Battery current", device_class: "current" },
	power: { name: "Battery power", device_class: "power" },
	charging: { name: "Charging", binary: true, device_class: "battery_charging" },
	charge_kind: {
		name: "Charge type",
		device_class: "enum",
		options: CHARGE_KIND_NAMES,
		icon: "mdi:ev-plug-type1",
	},
	plugged: { name: "Plugged in", binary: true, device_class: "plug" },
	minutes_to_full: { name: "Time to full", device_class: "duration" },
	temperature: { name: "Battery temperature", ...temperature },
	temperature_min: { name: "Temperature minimum", ...temperature, ...detail },
	temperature_max: { name: "Temperature maximum", ...temperature, ...detail },
	cell_min: { name: "Cell voltage minimum", device_class: "voltage", ...detail },
	cell_max: { name: "Cell voltage maximum", device_class: "voltage", ...detail },
	cell_spread: { name: "Cell voltage spread", device_class: "voltage", ...diagnostic },
	gids: { name: "GIDs", ...diagnostic, icon: "mdi:counter" },
	max_gids: { name: "Maximum GIDs", ...detail, icon: "mdi:counter" },
	hx: { name: "Hx", ...diagnostic, icon: "mdi:battery-unknown" },
	health_source: {
		name: "Health source",
		device_class: "enum",
		options: HEALTH_SOURCE_NAMES,
		...diagnostic,
		icon: "mdi:source-branch",
	},
	ready: { name: "Ready to drive", binary: true, device_class: "running" },
	gear: { name: "Gear", device_class: "enum", options: GEAR_NAMES, icon: "mdi:car-shift-pattern" },
	speed: { name: "Speed", device_class: "speed" },
	odometer: { name: "Odometer", device_class: "distance", state_class: "total" },
	aux_voltage: { name: "12 V battery voltage", device_class: "voltage", ...diagnostic },
	ambient: { name: "Outside temperature", ...temperature },
	range_car: { name: "Range by the car", device_class: "distance" },
	quick_charges: { name: "Quick charges", ...count, icon: "mdi:ev-station" },
	normal_charges: { name: "Normal charges", ...count, icon: "mdi:ev-station" },
	balancing: { name: "Balancing cells", ...detail, icon: "mdi:scale-balance" },
	generation: { name: "Generation", device_class: "enum", options: GENERATIONS, ...diagnostic },
	pack: { name: "Pack size", device_class: "energy_storage", ...diagnostic },
	trouble_codes: { name: "Trouble codes", ...diagnostic, icon: "mdi:alert-circle-outline" },
	vin: { name: "VIN", ...diagnostic, icon: "mdi:identifier" },
});

/** Every entity of the car, in the order in which they are announced. */
export const ENTITIES: readonly Entity[] = Object.freeze(
	METRICS.map(({ key, unit, decimals }) => {
		const { name, binary, state_class, options, icon, device_class, ...row } = ROWS[key];
		const presentation: Presentation = {
			...(device_class !== undefined && { device_class }),
			...(unit !== "" && { unit_of_measurement: unit }),
			...(decimals !== undefined && { state_class: state_class ?? "measurement" }),
			...(options !== undefined && { options }),
			...(decimals !== undefined && { suggested_display_precision: decimals }),
			...(row.diagnostic && { entity_category: "diagnostic" }),
			...(row.disabled && { enabled_by_default: false }),
			...(icon !== undefined && { icon }),
		};
		return Object.freeze({
			metric: key,
			component: binary ? "binary_sensor" : "sensor",
			name,
			presentation: Object.freeze(presentation),
		});
	}),
);
