import { asDocument, type Entry, type Rules } from "./entry";

/** Platforms that take the name of an entity from its class (Home Assistant facts, 38). */
const NAMED_BY_CLASS = ["sensor", "binary_sensor", "button", "number"];

/** Words that say nothing about the value (facts, 39). */
const BRANDS = /\b(nissan|leaf|leafcast|mqtt|esp32|home assistant|sensor)\b/i;

/** Capitalised, and not an abbreviation or a name that is written so. */
const CAPITALISED = /^\p{Lu}\p{Ll}+$/u;
const PROPER_NAMES = ["Wi-Fi"];

/** How entities are called. Numbers in the comments are those of the Home Assistant facts. */
export const NAME_RULES: Rules<Entry> = {
	// 37: Home Assistant puts the device's name in front, and it would be there twice.
	"device-name": ({ device, document: { name } }) =>
		typeof name === "string" &&
		name.toLowerCase().startsWith(String(device["name"]).toLowerCase()) &&
		`${name} repeats the device`,
	// 38
	"no-name": ({ platform, document: { name, device_class } }) => {
		if (name === undefined)
			return !(NAMED_BY_CLASS.includes(platform) && device_class !== undefined) && "neither name nor class";
		return (
			name !== null && (typeof name !== "string" || name.trim() !== name || name === "") && "an empty name"
		);
	},
	// 39
	"name-style": ({ document: { name } }) => {
		if (typeof name !== "string") return undefined;
		const [first = "", ...others] = name.split(" ");
		if (/^\p{Ll}/u.test(first)) return `${name} begins small`;
		const wrong = others.filter((word) => CAPITALISED.test(word) && !PROPER_NAMES.includes(word));
		return wrong.length > 0 && `${wrong} of ${name} begins with a capital letter`;
	},
	// 39
	"brand-name": ({ document: { name } }) =>
		typeof name === "string" && BRANDS.test(name) && `${name} has a word that says nothing`,
};

/** What holds for all entities together. */
export const SET_RULES: Rules<readonly Entry[]> = {
	// 40
	"twice-the-same-id": (entries) =>
		repeated(entries.map(({ platform, document }) => `${platform} ${document["unique_id"]}`)),
	// 38, 41: the entity ids would get a number at the end.
	"twice-the-same-name": (entries) =>
		repeated(
			entries.map(
				({ platform, device, document: { name, device_class } }) =>
					`${platform} ${device["name"]} ${name === undefined ? `(${device_class})` : name}`,
			),
		),
	// 28, 74: automations look for one.
	"one-charge-level": (entries) => {
		const levels = entries.filter(({ document }) => document["device_class"] === "battery");
		return levels.length > 1 && `${levels.length} of class battery`;
	},
	// Several documents for one device: Home Assistant takes the last.
	"same-device": (entries) => {
		const devices = new Map(entries.map(({ device }) => [JSON.stringify(device["identifiers"]), device]));
		const differs = entries.some(
			({ device }) =>
				JSON.stringify(asDocument(devices.get(JSON.stringify(device["identifiers"])))) !==
				JSON.stringify(device),
		);
		return differs && "the device is described in two ways";
	},
};

function repeated(texts: readonly string[]): string | false {
	const again = texts.filter((text, index) => texts.indexOf(text) !== index);
	return again.length > 0 && `twice: ${again.join(", ")}`;
}
