import { deepFreeze } from "../deep-freeze";
import type { Entity } from "./entity";
import { PUBLISH_INTERVAL } from "./publish-interval";

const button = Object.freeze({ component: "button", channel: "command", away: "unavailable" } as const);

/** What is of the device and not of the car: whether it is there, when it last heard the car, what it obeys. */
export const DEVICE_ENTITIES = deepFreeze([
	{
		key: "last_update",
		component: "sensor",
		name: "Last update",
		channel: "state",
		away: "kept",
		presentation: { device_class: "timestamp", entity_category: "diagnostic" },
	},
	{
		key: "certificate_expires",
		component: "sensor",
		name: "Certificate expires",
		channel: "state",
		away: "kept",
		presentation: { device_class: "timestamp", entity_category: "diagnostic", enabled_by_default: false },
	},
	{
		key: "connection",
		component: "binary_sensor",
		name: "Connection",
		channel: "availability",
		// That there is no connection is what it is for.
		away: "available",
		presentation: {
			device_class: "connectivity",
			payload_on: "online",
			payload_off: "offline",
			entity_category: "diagnostic",
		},
	},
	{ ...button, key: "refresh", name: "Refresh", presentation: { qos: 1, icon: "mdi:refresh" } },
	{
		...button,
		key: "identify",
		name: "Identify",
		// Home Assistant wants this class among the diagnostics (Home Assistant facts, 23).
		presentation: { device_class: "identify", qos: 1, entity_category: "diagnostic" },
	},
	{
		...button,
		key: "restart",
		name: "Restart",
		presentation: { device_class: "restart", qos: 1, entity_category: "config", enabled_by_default: false },
	},
	{
		key: "publish_interval",
		component: "number",
		name: "Publish interval",
		channel: "setting",
		away: "unavailable",
		presentation: {
			device_class: "duration",
			unit_of_measurement: "s",
			...PUBLISH_INTERVAL,
			mode: "box",
			qos: 1,
			entity_category: "config",
		},
	},
] as const satisfies readonly Entity[]);
