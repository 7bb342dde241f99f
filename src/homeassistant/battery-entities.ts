import { deepFreeze } from "../deep-freeze";
import { HEALTH_SOURCE_NAMES } from "../vehicle/battery";
import type { MetricKey } from "../vehicle/metrics";
import { DETAIL, DIAGNOSTIC, type Row } from "./entity";

const temperature = Object.freeze({ device_class: "temperature" });

/** What is known of the battery itself. */
export const BATTERY = deepFreeze({
	soc: { name: "Battery level", device_class: "battery" },
	// Class `battery` would make Home Assistant take health for a second charge level.
	health: { name: "Battery health", icon: "mdi:battery-heart-variant" },
	voltage: { name: "Battery voltage", device_class: "voltage" },
	capacity: { name: "Battery capacity", icon: "mdi:battery-high" },
	energy: { name: "Battery energy", device_class: "energy_storage" },
	usable_capacity: { name: "Usable capacity", device_class: "energy_storage", ...DIAGNOSTIC },
	soc_dash: { name: "Dashboard level", icon: "mdi:gauge" },
	current: { name: "Battery current", device_class: "current", live: true },
	power: { name: "Battery power", device_class: "power", live: true },
	temperature: { name: "Battery temperature", ...temperature },
	temperature_min: { name: "Temperature minimum", ...temperature, ...DETAIL },
	temperature_max: { name: "Temperature maximum", ...temperature, ...DETAIL },
	cell_min: { name: "Cell voltage minimum", device_class: "voltage", ...DETAIL },
	cell_max: { name: "Cell voltage maximum", device_class: "voltage", ...DETAIL },
	cell_spread: { name: "Cell voltage spread", device_class: "voltage", ...DIAGNOSTIC },
	gids: { name: "GIDs", ...DIAGNOSTIC, icon: "mdi:counter" },
	max_gids: { name: "Maximum GIDs", ...DETAIL, icon: "mdi:counter" },
	hx: { name: "Hx", ...DIAGNOSTIC, icon: "mdi:battery-unknown" },
	health_source: {
		name: "Health source",
		device_class: "enum",
		options: HEALTH_SOURCE_NAMES,
		...DIAGNOSTIC,
		icon: "mdi:source-branch",
	},
	balancing: { name: "Balancing cells", ...DETAIL, live: true, icon: "mdi:scale-balance" },
} satisfies Partial<Record<MetricKey, Row>>);
