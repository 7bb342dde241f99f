import { SENSOR_CLASSES } from "./catalogue";
import { asList, type Entry, type Rules } from "./entry";

const STATE_CLASSES = ["measurement", "total", "total_increasing"];

/** The legacy micro sign; Home Assistant writes units with U+03BC. */
const MICRO_SIGN = "\u00b5";

/** More digits than this are noise in every quantity of a car. */
const MOST_DIGITS = 3;

const classOf = ({ document }: Entry) => SENSOR_CLASSES[String(document["device_class"])];

/** A number is what has a unit, a state class or a class of numbers (Home Assistant facts, 26). */
const isNumber = (entry: Entry) =>
	entry.document["unit_of_measurement"] !== undefined ||
	entry.document["state_class"] !== undefined ||
	classOf(entry)?.units !== undefined;

/** What holds for the values of sensors. Numbers in the comments are those of the Home Assistant facts. */
export const SENSOR_RULES: Rules<Entry> = {
	// 24
	unit: (entry) => {
		const unit = entry.document["unit_of_measurement"];
		const units = classOf(entry)?.units;
		return (
			units !== undefined &&
			!units.includes(String(unit)) &&
			`${unit} is no unit of class ${entry.document["device_class"]}`
		);
	},
	// 32
	"micro-sign": ({ document }) =>
		String(document["unit_of_measurement"]).includes(MICRO_SIGN) && "U+03BC is wanted for micro",
	// 24
	"state-class": (entry) => {
		const { state_class, device_class } = entry.document;
		if (state_class === undefined) return undefined;
		const allowed = classOf(entry)?.stateClasses ?? STATE_CLASSES;
		return (
			!allowed.includes(String(state_class)) && `${state_class} is not for ${device_class ?? "anything"}`
		);
	},
	// 25
	"text-as-number": (entry) => {
		const { device_class, ...document } = entry.document;
		const allowed = classOf(entry);
		if (allowed === undefined || allowed.units !== undefined) return undefined;
		const keys = ["unit_of_measurement", "state_class", "suggested_display_precision"];
		const wrong = keys.filter((key) => document[key] !== undefined);
		return wrong.length > 0 && `${device_class} is no number, but has ${wrong}`;
	},
	// 25
	options: ({ document: { device_class, options } }) => {
		if (device_class !== "enum") return options !== undefined && "options are for class enum";
		const values = asList(options);
		if (values.length === 0) return "class enum wants options";
		return new Set(values).size < values.length && "an option is there twice";
	},
	// 26: without a state class there are no statistics, which every number of a car is worth.
	statistics: (entry) =>
		isNumber(entry) && entry.document["state_class"] === undefined && "a number without state class",
	// 34
	precision: (entry) => {
		const digits = entry.document["suggested_display_precision"];
		if (digits === undefined) return isNumber(entry) && "a number without precision";
		if (!isNumber(entry)) return "a text with a precision";
		const fits = Number.isInteger(digits) && (digits as number) >= 0 && (digits as number) <= MOST_DIGITS;
		return !fits && `${digits} digits`;
	},
	// 28: health must not pass for a charge level.
	"second-battery": ({ document: { device_class, unique_id } }) =>
		device_class === "battery" && !/_soc$/.test(String(unique_id)) && "class battery is for the charge level",
};

/** What holds for binary sensors (36: a payload that is neither is ignored). */
export const BINARY_SENSOR_RULES: Rules<Entry> = {
	"on-and-off": ({ document: { payload_on = "ON", payload_off = "OFF" } }) =>
		(typeof payload_on !== "string" || typeof payload_off !== "string" || payload_on === payload_off) &&
		"two different texts are wanted",
};

/** What holds for numbers that the owner sets (facts, section 3). */
export const NUMBER_RULES: Rules<Entry> = {
	range: ({ document: { min = 0, max = 100 } }) => !(Number(min) < Number(max)) && `from ${min} to ${max}`,
	step: ({ document: { step = 1 } }) => !(Number(step) >= 0.001) && `steps of ${step}`,
	unit: (entry) => SENSOR_RULES["unit"]?.(entry),
};
