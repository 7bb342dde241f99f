import { asDocument, asList, type Document } from "./entry";

/** Short keys that a device document may use, and what Home Assistant reads them as (Home Assistant facts, 17). */
const ENTITY_KEYS: Readonly<Record<string, string>> = {
	avty: "availability",
	cmd_t: "command_topic",
	cmps: "components",
	dev: "device",
	dev_cla: "device_class",
	en: "enabled_by_default",
	ent_cat: "entity_category",
	ic: "icon",
	o: "origin",
	ops: "options",
	p: "platform",
	pl_off: "payload_off",
	pl_on: "payload_on",
	stat_cla: "state_class",
	stat_t: "state_topic",
	sug_dsp_prc: "suggested_display_precision",
	uniq_id: "unique_id",
	unit_of_meas: "unit_of_measurement",
};
const DEVICE_KEYS: Readonly<Record<string, string>> = {
	ids: "identifiers",
	mdl: "model",
	mf: "manufacturer",
	sw: "sw_version",
};
const ORIGIN_KEYS: Readonly<Record<string, string>> = { sw: "sw_version" };
const AVAILABILITY_KEYS: Readonly<Record<string, string>> = { t: "topic" };

/** A discovery document as Home Assistant reads it: each short key in its long form. */
export function expand(document: Document): Document {
	const { device, origin, availability, components, ...rest } = renamed(document, ENTITY_KEYS);
	const parts = Object.entries(asDocument(components)).map(([key, part]) => [key, expand(asDocument(part))]);
	return {
		...rest,
		...(device !== undefined && { device: renamed(asDocument(device), DEVICE_KEYS) }),
		...(origin !== undefined && { origin: renamed(asDocument(origin), ORIGIN_KEYS) }),
		...(availability !== undefined && { availability: expandAvailability(availability) }),
		...(components !== undefined && { components: Object.fromEntries(parts) }),
	};
}

function expandAvailability(availability: unknown): unknown {
	if (!Array.isArray(availability)) return availability;
	return asList(availability).map((each) => renamed(asDocument(each), AVAILABILITY_KEYS));
}

function renamed(document: Document, long: Readonly<Record<string, string>>): Document {
	return Object.fromEntries(Object.entries(document).map(([key, value]) => [long[key] ?? key, value]));
}
