import { deepFreeze } from "../deep-freeze";
import { GENERATIONS } from "../leaf/generation";
import type { MetricKey } from "../vehicle/metrics";
import { DIAGNOSTIC, type Row } from "./entity";

/** The car around the battery, and which car it is. */
export const CAR = deepFreeze({
	aux_voltage: { name: "12 V battery voltage", device_class: "voltage", ...DIAGNOSTIC },
	ambient: { name: "Outside temperature", device_class: "temperature" },
	generation: { name: "Generation", device_class: "enum", options: GENERATIONS, ...DIAGNOSTIC },
	pack: { name: "Pack size", device_class: "energy_storage", ...DIAGNOSTIC },
	trouble_codes: { name: "Trouble codes", ...DIAGNOSTIC, icon: "mdi:alert-circle-outline" },
	vin: { name: "VIN", ...DIAGNOSTIC, icon: "mdi:identifier" },
} satisfies Partial<Record<MetricKey, Row>>);
