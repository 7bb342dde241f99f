import { expand } from "./rules/abbreviations";
import { DEVICE_ROOT_KEYS } from "./rules/catalogue";
import { ENTITY_RULES } from "./rules/entity-rules";
import { asDocument, type Document, type Entry, missingKeys, type Rules, unknownKeys } from "./rules/entry";
import { NAME_RULES, SET_RULES } from "./rules/name-rules";
import { complainAboutTopics, DISCOVERY_TOPIC, MESSAGE_RULES, type Message } from "./rules/topic-rules";
import { BINARY_SENSOR_RULES, NUMBER_RULES, SENSOR_RULES } from "./rules/value-rules";

/** One thing that Home Assistant would refuse, ignore or show badly. */
export interface Finding {
	readonly topic: string;
	/** Name of the rule. */
	readonly rule: string;
	readonly text: string;
}

const RULES_OF_PLATFORM: Readonly<Record<string, Rules<Entry>>> = {
	sensor: SENSOR_RULES,
	binary_sensor: BINARY_SENSOR_RULES,
	number: NUMBER_RULES,
};

/** What a device document has that belongs to the whole and not to each component (Home Assistant facts, 8 and 9). */
const NOT_INHERITED = ["device", "origin", "components"];

/** The root of a device document (facts, 7, 8, 11). */
const ROOT_RULES: Rules<Document> = {
	"root-key": (root) =>
		missingKeys(root, ["device", "origin", "components"]) ?? unknownKeys(root, DEVICE_ROOT_KEYS),
	"component-platform": (root) => {
		const components = Object.entries(asDocument(root["components"]));
		const wrong = components.filter(([, component]) => asDocument(component)["platform"] === undefined);
		return wrong.length > 0 && `without platform: ${wrong.map(([key]) => key)}`;
	},
};

/** What findings may be called. */
export const RULE_NAMES: ReadonlySet<string> = new Set(
	[MESSAGE_RULES, ROOT_RULES, ENTITY_RULES, NAME_RULES, SET_RULES, ...Object.values(RULES_OF_PLATFORM)]
		.flatMap((rules) => Object.keys(rules))
		.concat("json", "topics"),
);

/** Judges discovery messages, by topic, by the rules of Home Assistant and its style guide. Empty: all is well. */
export function judge(messages: ReadonlyMap<string, string>): Finding[] {
	const findings: Finding[] = [];
	const entries: Entry[] = [];
	for (const [topic, payload] of messages) {
		const message = { topic, payload };
		const found = apply(MESSAGE_RULES, message, topic);
		findings.push(...found);
		// What is empty removes an entity (facts, 6).
		if (found.length > 0 || payload === "") continue;
		const root = parse(payload);
		if (root === undefined) findings.push({ topic, rule: "json", text: "not a JSON object" });
		// A word to Home Assistant that the entity goes over to a device document (facts, 19).
		else if (root["migrate_discovery"] !== true || Object.keys(root).length > 1) {
			if (isDevice(topic)) findings.push(...apply(ROOT_RULES, root, topic));
			entries.push(...entriesOf(message, root));
		}
	}
	for (const entry of entries) findings.push(...judgeEntry(entry));
	return [...findings, ...apply(SET_RULES, entries, "all")];
}

function judgeEntry(entry: Entry): Finding[] {
	const { topic, where, platform, document } = entry;
	return [
		...apply(ENTITY_RULES, entry, where),
		...apply(NAME_RULES, entry, where),
		...apply(RULES_OF_PLATFORM[platform] ?? {}, entry, where),
		...apply({ topics: () => complainAboutTopics(topic, document) }, entry, where),
	];
}

function entriesOf({ topic }: Message, root: Document): Entry[] {
	const device = asDocument(root["device"]);
	if (!isDevice(topic)) {
		const platform = DISCOVERY_TOPIC.exec(topic)?.groups?.["component"] ?? "";
		return [{ topic, where: topic, platform, document: root, own: root, device }];
	}
	const inherited = Object.entries(root).filter(([key]) => !NOT_INHERITED.includes(key));
	const { device: _, origin } = root;
	return Object.entries(asDocument(root["components"])).flatMap(([key, value]) => {
		const own = asDocument(value);
		const document = { ...Object.fromEntries(inherited), device, origin, ...own };
		const where = `${topic} ${key}`;
		const entry = { topic, where, platform: String(own["platform"]), document, own, device };
		// A component that has nothing but its platform removes an entity (facts, 13).
		return Object.keys(own).length > 1 ? [entry] : [];
	});
}

function isDevice(topic: string): boolean {
	return DISCOVERY_TOPIC.exec(topic)?.groups?.["component"] === "device";
}

function parse(payload: string): Document | undefined {
	try {
		const value: unknown = JSON.parse(payload);
		const document = asDocument(value);
		return document === value ? expand(document) : undefined;
	} catch {
		return undefined;
	}
}

function apply<T>(rules: Rules<T>, subject: T, topic: string): Finding[] {
	return Object.entries(rules).flatMap(([rule, find]) => {
		const text = find(subject);
		return text ? [{ topic, rule, text }] : [];
	});
}
