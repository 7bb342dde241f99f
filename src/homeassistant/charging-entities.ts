import { deepFreeze } from "../deep-freeze";
import type { MetricKey } from "../vehicle/metrics";
import { CHARGE_KIND_NAMES } from "../vehicle/plug";
import { DIAGNOSTIC, type Row } from "./entity";

const count = Object.freeze({
	state_class: "total_increasing",
	...DIAGNOSTIC,
	icon: "mdi:ev-station",
} satisfies Omit<Row, "name">);

/** Plug, charging and how often it was charged. */
export const CHARGING = deepFreeze({
	charging: { name: "Charging", binary: true, device_class: "battery_charging", live: true },
	charge_kind: {
		name: "Charge type",
		device_class: "enum",
		options: CHARGE_KIND_NAMES,
		live: true,
		icon: "mdi:ev-plug-type1",
	},
	plugged: { name: "Plugged in", binary: true, device_class: "plug", live: true },
	minutes_to_full: { name: "Time to full", device_class: "duration", live: true },
	quick_charges: { name: "Quick charges", ...count },
	normal_charges: { name: "Normal charges", ...count },
} satisfies Partial<Record<MetricKey, Row>>);
