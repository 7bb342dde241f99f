import { deepFreeze } from "../deep-freeze";
import { DISCOVERY_FORMS } from "../homeassistant/discovery";
import { PUBLISH_INTERVAL } from "../homeassistant/publish-interval";
import { CAR_BUSES } from "../leaf/car-bus";
import { GENERATIONS } from "../leaf/generation";
import { PACKS } from "../vehicle/pack";
import type { Field, FieldRule } from "./field";

/** Pins between the board and the MCP2515. */
export const CAN_PINS = deepFreeze(["clock", "in", "out", "select", "interrupt"] as const);

/** The portal speaks these. */
export const LANGUAGES = deepFreeze(["en", "de", "no", "fr", "ja", "nl"] as const);

/** Levels of an MQTT topic: no wildcard, none empty. (XS has no Unicode property escapes, which would allow more.) */
const TOPIC = () => /^[\w.:@~-]+(\/[\w.:@~-]+)*$/;
/** What Home Assistant allows in a discovery topic (Home Assistant facts, 2). */
const NODE_ID = () => /^[A-Za-z0-9_-]+$/;
/** One or more names or addresses. */
const HOSTS = () => /^[\w.-]+(,[\w.-]+){0,3}$/;
const IPV4 = () => /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;
/**
 * As the portal keeps a password: PBKDF2-HMAC-SHA256, its rounds, and salt and hash in base64. With more rounds nobody
 * would get an answer in time, and so be locked out.
 */
const ADMIN = () => /^pbkdf2-sha256\$[1-9]\d{2,4}\$[A-Za-z0-9+/]{11,64}={0,2}\$[A-Za-z0-9+/]{43}=$/;

const yesNo = { type: "choice", of: [true, false] } as const satisfies FieldRule;
const certificate = { type: "pem", holds: "CERTIFICATE", max: 4096 } as const satisfies FieldRule;
/** MQTT forbids the zero, and other controls help nobody [MQTT-1.5.3-2]. (XS finds no zero in a class that is negated.) */
const NO_CONTROLS = () => /^[ -~\u00a0-\uffff]+$/;
const anyText = {
	type: "text",
	pattern: NO_CONTROLS,
	max: 256,
	hint: "a text without control characters",
} as const satisfies FieldRule;
const topic = {
	type: "text",
	pattern: TOPIC,
	max: 64,
	hint: "levels joined by /, of letters, digits and . : @ ~ _ -",
} as const satisfies FieldRule;
const address = {
	type: "text",
	pattern: IPV4,
	max: 15,
	hint: "four numbers from 0 to 255 such as 192.168.1.20",
} as const satisfies FieldRule;
/** GPIO; which of them a board has is for the board to say. */
const pin = { type: "number", min: 0, max: 48 } as const satisfies FieldRule;

const rows = deepFreeze([
	// IEEE 802.11, 9.4.2.2.
	{
		section: "wifi.networks",
		name: "ssid",
		required: true,
		rule: { type: "text", max: 32, maxBytes: 32, hint: "the name of a network" },
	},
	{
		section: "wifi.networks",
		name: "password",
		// IEEE 802.11, J.4.1.
		rule: {
			type: "text",
			pattern: () => /^[ -~]{8,63}$/,
			max: 63,
			hint: "8 to 63 letters, digits and signs",
		},
		secret: true,
	},
	{ section: "wifi.networks", name: "hidden", rule: yesNo },
	{ section: "wifi.networks", name: "address", rule: address },
	{ section: "wifi.networks", name: "netmask", rule: address },
	{ section: "wifi.networks", name: "gateway", rule: address },
	{ section: "wifi.networks", name: "dns", rule: address },
	{ section: "mqtt", name: "enabled", rule: yesNo, fallback: true },
	{
		section: "mqtt",
		name: "host",
		required: "enabled",
		rule: { type: "text", pattern: () => /^[A-Za-z0-9.:_-]+$/, max: 253, hint: "a host name or address" },
	},
	{ section: "mqtt", name: "port", rule: { type: "number", min: 1, max: 65535 }, fallback: 8883 },
	{ section: "mqtt", name: "tls", rule: yesNo },
	{ section: "mqtt", name: "ca", rule: certificate },
	{ section: "mqtt", name: "cert", rule: certificate },
	{ section: "mqtt", name: "key", rule: { type: "pem", holds: "PRIVATE KEY", max: 4096 }, secret: true },
	{ section: "mqtt", name: "user", rule: anyText },
	{ section: "mqtt", name: "password", rule: anyText, secret: true },
	{
		section: "mqtt",
		name: "clientId",
		rule: { type: "text", pattern: NODE_ID, max: 64, hint: "letters, digits, _ and -" },
	},
	{ section: "mqtt", name: "topicPrefix", rule: topic, fallback: "nissan_leaf" },
	{ section: "mqtt", name: "discoveryPrefix", rule: topic, fallback: "homeassistant" },
	{ section: "mqtt", name: "qos", rule: { type: "choice", of: [0, 1, 2] }, fallback: 1 },
	{ section: "mqtt", name: "keepAlive", rule: { type: "number", min: 5, max: 3600 }, fallback: 30 },
	{ section: "car", name: "bus", rule: { type: "choice", of: CAR_BUSES } },
	{ section: "car", name: "diagnostics", rule: yesNo, fallback: true },
	{ section: "car", name: "generation", rule: { type: "choice", of: GENERATIONS } },
	{
		section: "car",
		name: "pack",
		rule: { type: "choice", of: PACKS.map(({ kilowattHours }) => kilowattHours) },
	},
	// As much as a pack of ours is taken to have at most, with room for larger ones of other makers.
	{ section: "car", name: "capacity", rule: { type: "number", min: 20, max: 300, fractions: true } },
	// Within what a Leaf needs for long: 12 to 3 km/kWh.
	{ section: "car", name: "consumption", rule: { type: "number", min: 8.5, max: 33, fractions: true } },
	{ section: "car", name: "vin", rule: yesNo, fallback: false },
	// From 1024 on, so that it is not the portal's.
	{ section: "car", name: "servePort", rule: { type: "number", min: 1024, max: 65535 } },
	{
		section: "car",
		name: "crystal",
		rule: { type: "choice", of: ["auto", 8_000_000, 12_000_000, 16_000_000, 20_000_000] },
		fallback: "auto",
	},
	{ section: "car.pins", name: "clock", rule: pin },
	{ section: "car.pins", name: "in", rule: pin },
	{ section: "car.pins", name: "out", rule: pin },
	{ section: "car.pins", name: "select", rule: pin },
	{ section: "car.pins", name: "interrupt", rule: pin },
	{ section: "publishing", name: "refresh", rule: { type: "number", min: 60, max: 86_400 }, fallback: 300 },
	{ section: "publishing", name: "interval", rule: { type: "number", ...PUBLISH_INTERVAL }, fallback: 5 },
	{
		section: "device",
		name: "name",
		rule: { ...anyText, max: 64 },
		fallback: "Nissan Leaf",
	},
	{
		section: "device",
		name: "timeServers",
		rule: { type: "text", pattern: HOSTS, max: 255, hint: "one to four host names or addresses joined by ," },
		fallback: "pool.ntp.org",
	},
	{ section: "device", name: "language", rule: { type: "choice", of: LANGUAGES }, fallback: "en" },
	{
		section: "device",
		name: "admin",
		rule: { type: "text", pattern: ADMIN, max: 160, hint: "the hash of a password, as the portal makes it" },
		secret: true,
	},
	{
		section: "homeassistant",
		name: "discovery",
		rule: { type: "choice", of: DISCOVERY_FORMS },
		fallback: "components",
	},
	{ section: "homeassistant", name: "keepValues", rule: yesNo, fallback: false },
] as const satisfies readonly Field[]);

/** One of the fields, as TypeScript knows it. */
export type Row = (typeof rows)[number];

/** Every field of the settings document, version 2. */
export const FIELDS: readonly Field[] = rows;

/** By section what it consists of besides fields; that of `""` is the document. */
export const INNER: Readonly<Record<string, readonly string[]>> = deepFreeze({
	"": ["wifi", "mqtt", "car", "publishing", "device", "homeassistant"],
	wifi: ["networks"],
	car: ["pins"],
});

/** Sections that are lists, with the most entries that they may have. */
export const LISTS: Readonly<Record<string, number>> = deepFreeze({ "wifi.networks": 4 });

/** Fields that mean nothing without others of their section; a password without a user: [MQTT-3.1.2-22]. */
export const COMPANIONS: readonly (readonly [section: string, given: string, needed: readonly string[]])[] =
	deepFreeze([
		["mqtt", "cert", ["key"]],
		["mqtt", "key", ["cert"]],
		["mqtt", "password", ["user"]],
		["wifi.networks", "address", ["netmask", "gateway"]],
		["wifi.networks", "netmask", ["address"]],
		["wifi.networks", "gateway", ["address"]],
		["wifi.networks", "dns", ["address"]],
		...CAN_PINS.map((name) => ["car.pins", name, CAN_PINS] as const),
	]);

/**
 * A document may have so many bytes: three of them find room in the flash, where one replaces another, and as a file
 * under a passphrase, in base64, it is no longer than a request to the portal.
 */
export const DOCUMENT_LIMIT = 11_264;
