import { deepFreeze } from "../deep-freeze";
import { GEAR_NAMES } from "../vehicle/driving";
import type { MetricKey } from "../vehicle/metrics";
import type { Row } from "./entity";

/** How far, how fast, and whether at all. */
export const DRIVING = deepFreeze({
	range: { name: "Range", device_class: "distance" },
	range_car: { name: "Range by the car", device_class: "distance" },
	ready: { name: "Ready to drive", binary: true, device_class: "running", live: true },
	gear: {
		name: "Gear",
		device_class: "enum",
		options: GEAR_NAMES,
		live: true,
		icon: "mdi:car-shift-pattern",
	},
	speed: { name: "Speed", device_class: "speed", live: true },
	odometer: { name: "Odometer", device_class: "distance", state_class: "total" },
} satisfies Partial<Record<MetricKey, Row>>);
