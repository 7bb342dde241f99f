import { CLASSES_WITHOUT_ICON, DEVICE_CLASSES, DEVICE_KEYS, ORIGIN_KEYS, PLATFORMS } from "./catalogue";
import { asDocument, asList, type Entry, missingKeys, type Rules, unknownKeys } from "./entry";

/** A template that leaves no doubt about what it makes of a payload (Home Assistant facts, 86). */
const TEMPLATE = /^\{\{ value_json\.[a-z0-9_]+ \}\}$/;

const CATEGORIES = ["config", "diagnostic"];

/** What holds for an entity of any platform. Numbers in the comments are those of the Home Assistant facts. */
export const ENTITY_RULES: Rules<Entry> = {
	// 3, 11
	platform: ({ platform }) => !(platform in PLATFORMS) && `no platform ${platform} here`,
	// 7, 11
	"required-key": ({ platform, document }) =>
		missingKeys(document, ["unique_id", "device", "origin", ...(PLATFORMS[platform]?.required ?? [])]),
	// 12, 22
	"unknown-key": ({ platform, own }) =>
		PLATFORMS[platform] && unknownKeys(own, [...PLATFORMS[platform].known, "platform"]),
	// 15
	"device-key": ({ device }) => unknownKeys(device, DEVICE_KEYS),
	// 15, 42
	"device-identity": ({ device }) =>
		missingKeys(device, ["identifiers", "name"]) ??
		(asList(device["identifiers"]).length === 0 && "identifiers is empty"),
	// 7
	origin: ({ document }) => {
		const origin = asDocument(document["origin"]);
		return missingKeys(origin, ["name"]) ?? unknownKeys(origin, ORIGIN_KEYS);
	},
	// 40: whatever the owner changes, the entity stays the same.
	"unique-id": ({ document, device }) => {
		const id = String(document["unique_id"]);
		const prefix = `${asList(device["identifiers"])[0]}_`;
		if (!id.startsWith(prefix)) return `${id} does not begin with ${prefix}`;
		return !/^[a-z0-9_]+$/.test(id.slice(prefix.length)) && `${id} does not end in a fixed key`;
	},
	// 23
	category: ({ platform, document }) => {
		const category = document["entity_category"];
		if (category === undefined) return document["device_class"] === "identify" && "identify is diagnostic";
		if (!CATEGORIES.includes(String(category))) return `no category ${category}`;
		if (category !== "config") return undefined;
		return (
			(/sensor$/.test(platform) || document["device_class"] === "identify") &&
			`config is not for this ${platform}`
		);
	},
	// 24
	"device-class": ({ platform, document: { device_class } }) =>
		device_class !== undefined &&
		!DEVICE_CLASSES[platform]?.includes(String(device_class)) &&
		`no class ${device_class}`,
	// Section 11
	icon: ({ document: { icon, device_class } }) => {
		if (icon === undefined) return undefined;
		if (!/^mdi:[a-z0-9-]+$/.test(String(icon))) return `${icon} is no icon`;
		const drawn = device_class !== undefined && !CLASSES_WITHOUT_ICON.includes(String(device_class));
		return drawn && `class ${device_class} has an icon of its own`;
	},
	// 10
	availability: ({ document }) => {
		const { availability, availability_topic } = document;
		if (availability === undefined) return undefined;
		if (availability_topic !== undefined) return "both as a topic and as a list";
		const untold = asList(availability).filter((each) => asDocument(each)["topic"] === undefined);
		return (untold.length > 0 || !Array.isArray(availability)) && "a list of topics is wanted";
	},
	// 47, 51: what is retained would look fresh after a restart, and the recorder would be flooded.
	expiry: ({ document }) => document["expire_after"] !== undefined && "retained states must not expire",
	"force-update": ({ document }) => document["force_update"] === true && "floods the recorder",
	// 61
	"retained-command": ({ document }) =>
		document["command_topic"] !== undefined && document["retain"] === true && "commands are not retained",
	// 54, 86
	template: ({ document }) => {
		const odd = Object.entries(document).filter(
			([key, value]) => key.endsWith("_template") && !TEMPLATE.test(String(value)),
		);
		return odd.length > 0 && `not of the form {{ value_json.key }}: ${odd.map(([key]) => key)}`;
	},
	// 22
	"default-entity-id": ({ platform, document: { default_entity_id: id } }) =>
		id !== undefined &&
		!new RegExp(`^${platform}\\.[a-z0-9_]+$`).test(String(id)) &&
		`${id} is no ${platform}`,
	qos: ({ document: { qos } }) => qos !== undefined && ![0, 1, 2].includes(qos as number) && `no QoS ${qos}`,
};
