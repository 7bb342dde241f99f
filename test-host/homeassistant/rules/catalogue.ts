/** What Home Assistant allows for one device class of sensors (Home Assistant facts, section 4). */
export interface SensorClass {
	/** Nothing: a value of this class is no number, and has neither unit, state class nor digits. */
	readonly units?: readonly string[];
	readonly stateClasses?: readonly string[];
}

const MEASUREMENT = ["measurement"];
const TOTALS = ["total", "total_increasing"];
const ANY = [...MEASUREMENT, ...TOTALS];
const TEXT: SensorClass = {};

/** Classes of sensors that a car with a battery may need. */
export const SENSOR_CLASSES: Readonly<Record<string, SensorClass>> = {
	battery: { units: ["%"], stateClasses: MEASUREMENT },
	current: { units: ["A", "mA"], stateClasses: MEASUREMENT },
	data_size: { units: ["B", "kB", "KiB", "MB", "MiB"], stateClasses: ANY },
	distance: { units: ["km", "mi", "m"], stateClasses: ANY },
	duration: { units: ["d", "h", "min", "s", "ms"], stateClasses: ANY },
	energy: { units: ["Wh", "kWh", "MWh"], stateClasses: TOTALS },
	energy_storage: { units: ["Wh", "kWh", "MWh"], stateClasses: MEASUREMENT },
	power: { units: ["W", "kW"], stateClasses: MEASUREMENT },
	signal_strength: { units: ["dB", "dBm"], stateClasses: MEASUREMENT },
	speed: { units: ["km/h", "mph", "m/s"], stateClasses: MEASUREMENT },
	temperature: { units: ["°C", "°F", "K"], stateClasses: MEASUREMENT },
	voltage: { units: ["V", "mV"], stateClasses: MEASUREMENT },
	date: TEXT,
	enum: TEXT,
	timestamp: TEXT,
};

/** Classes that a platform knows; Home Assistant refuses an entity with another one. */
export const DEVICE_CLASSES: Readonly<Record<string, readonly string[]>> = {
	sensor: Object.keys(SENSOR_CLASSES),
	binary_sensor: ["battery_charging", "connectivity", "plug", "problem", "running", "update", "power"],
	button: ["identify", "restart", "update"],
	number: Object.keys(SENSOR_CLASSES).filter((name) => SENSOR_CLASSES[name]?.units !== undefined),
};

/** Keys that every entity may have. Others are dropped without a word (facts, 12). */
const COMMON = [
	...["availability", "availability_mode", "availability_topic", "availability_template"],
	...["payload_available", "payload_not_available", "default_entity_id", "device", "origin"],
	...["enabled_by_default", "encoding", "entity_category", "entity_picture", "icon"],
	...["json_attributes_topic", "json_attributes_template", "name", "qos", "unique_id"],
];

/** Platforms, the keys that each must have and may have besides (facts, section 3). */
export const PLATFORMS: Readonly<Record<string, { readonly required: string[]; readonly known: string[] }>> =
	{
		sensor: platform(
			["state_topic"],
			["device_class", "state_class", "unit_of_measurement"],
			[
				...["suggested_display_precision", "options", "expire_after", "force_update"],
				...["last_reset_value_template", "value_template"],
			],
		),
		binary_sensor: platform(
			["state_topic"],
			["device_class", "payload_on", "payload_off"],
			[...["off_delay", "expire_after", "force_update", "value_template"]],
		),
		button: platform(["command_topic"], ["payload_press", "command_template", "device_class", "retain"]),
		number: platform(
			["command_topic"],
			["state_topic", "value_template", "min", "max", "step", "mode"],
			[
				...[
					"unit_of_measurement",
					"device_class",
					"payload_reset",
					"command_template",
					"optimistic",
					"retain",
				],
			],
		),
	};

/** What a device may say of itself (facts, 15). */
export const DEVICE_KEYS = [
	...["identifiers", "connections", "name", "manufacturer", "model", "model_id", "serial_number"],
	...["sw_version", "hw_version", "configuration_url", "suggested_area", "via_device"],
];

/** What a program may say of itself (facts, 7). */
export const ORIGIN_KEYS = ["name", "sw_version", "support_url"];

/** The root of a document for a whole device; any other key makes Home Assistant drop it (facts, 8). */
export const DEVICE_ROOT_KEYS = [
	...["device", "origin", "components", "availability", "availability_mode", "availability_template"],
	...["availability_topic", "payload_available", "payload_not_available", "state_topic", "command_topic"],
	...["qos", "encoding"],
];

/** Classes that Home Assistant shows with a picture of its own (facts, section 11). */
export const CLASSES_WITHOUT_ICON = ["enum"];

function platform(required: string[], ...known: readonly string[][]) {
	return { required, known: [...COMMON, ...required, ...known.flat()] };
}
