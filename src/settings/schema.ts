import { deepFreeze } from "../deep-freeze";
import { DISCOVERY_FORMS } from "../homeassistant/discovery";
import { CAR_BUSES } from "../leaf/car-bus";
import { GENERATIONS } from "../leaf/generation";
import { PACKS } from "../vehicle/pack";

/** What one field of the settings may hold. */
export type FieldRule =
	| {
			readonly type: "text";
			readonly pattern?: RegExp;
			/** In characters as JavaScript counts them. */
			readonly max: number;
			/** In bytes of UTF-8. */
			readonly maxBytes?: number;
			readonly hint: string;
	  }
	| { readonly type: "number"; readonly min: number; readonly max: number }
	| { readonly type: "choice"; readonly of: readonly (string | number | boolean)[] };

/** One field: its place in the document, its rule, and its value when left out. */
export interface Field {
	readonly section: "wifi" | "mqtt" | "car" | "device" | "homeassistant";
	readonly name: string;
	readonly rule: FieldRule;
	readonly required?: true;
	readonly fallback?: string | number | boolean;
	/** Never logged and never sent back. */
	readonly secret?: true;
}

/** Levels of an MQTT topic: no wildcard, none empty. (XS has no Unicode property escapes, which would allow more.) */
const TOPIC = /^[\w.:@~-]+(\/[\w.:@~-]+)*$/;
/** What Home Assistant allows in a discovery topic (Home Assistant facts, 2). */
const NODE_ID = /^[A-Za-z0-9_-]+$/;
/** One or more names or addresses. */
const HOSTS = /^[\w.-]+(,[\w.-]+){0,3}$/;
const PEM = /-----BEGIN [A-Z ]+-----/;

const topic: FieldRule = {
	type: "text",
	pattern: TOPIC,
	max: 64,
	hint: "levels joined by /, of letters, digits and . : @ ~ _ -",
};
const pem: FieldRule = { type: "text", pattern: PEM, max: 8192, hint: "a PEM text" };
const anyText = (max: number): FieldRule => ({ type: "text", max, hint: "a text" });

/** Every field of the settings document, version 1. */
export const FIELDS: readonly Field[] = deepFreeze([
	// IEEE 802.11, 9.4.2.2.
	{
		section: "wifi",
		name: "ssid",
		rule: { type: "text", max: 32, maxBytes: 32, hint: "the name of a network" },
	},
	{
		section: "wifi",
		name: "password",
		// IEEE 802.11, J.4.1.
		rule: { type: "text", pattern: /^[ -~]{8,63}$/, max: 63, hint: "8 to 63 letters, digits and signs" },
		secret: true,
	},
	{
		section: "mqtt",
		name: "host",
		required: true,
		rule: { type: "text", pattern: /^[A-Za-z0-9.:_-]+$/, max: 253, hint: "a host name or address" },
	},
	{ section: "mqtt", name: "port", rule: { type: "number", min: 1, max: 65535 }, fallback: 8883 },
	{ section: "mqtt", name: "tls", rule: { type: "choice", of: [true, false] } },
	{ section: "mqtt", name: "ca", rule: pem },
	{ section: "mqtt", name: "cert", rule: pem },
	{ section: "mqtt", name: "key", rule: pem, secret: true },
	{ section: "mqtt", name: "user", rule: anyText(256) },
	{ section: "mqtt", name: "password", rule: anyText(256), secret: true },
	{
		section: "mqtt",
		name: "clientId",
		rule: { type: "text", pattern: NODE_ID, max: 64, hint: "letters, digits, _ and -" },
	},
	{ section: "mqtt", name: "topicPrefix", rule: topic, fallback: "nissan_leaf" },
	{ section: "mqtt", name: "discoveryPrefix", rule: topic, fallback: "homeassistant" },
	{ section: "mqtt", name: "qos", rule: { type: "choice", of: [0, 1, 2] }, fallback: 1 },
	{ section: "mqtt", name: "keepAlive", rule: { type: "number", min: 5, max: 3600 }, fallback: 30 },
	{
		section: "car",
		name: "bus",
		rule: { type: "choice", of: CAR_BUSES },
		fallback: "ev-can",
	},
	{ section: "car", name: "diagnostics", rule: { type: "choice", of: [true, false] }, fallback: true },
	{ section: "car", name: "generation", rule: { type: "choice", of: GENERATIONS } },
	{
		section: "car",
		name: "pack",
		rule: { type: "choice", of: PACKS.map(({ kilowattHours }) => kilowattHours) },
	},
	{ section: "car", name: "vin", rule: { type: "choice", of: [true, false] }, fallback: false },
	// From 1024 on, so that it is not the portal's.
	{ section: "car", name: "servePort", rule: { type: "number", min: 1024, max: 65535 } },
	{ section: "device", name: "name", rule: anyText(64), fallback: "Nissan Leaf" },
	{
		section: "device",
		name: "timeServers",
		rule: { type: "text", pattern: HOSTS, max: 255, hint: "one to four host names or addresses joined by ," },
		fallback: "pool.ntp.org",
	},
	{
		section: "homeassistant",
		name: "discovery",
		rule: { type: "choice", of: DISCOVERY_FORMS },
		fallback: "components",
	},
	{
		section: "homeassistant",
		name: "keepValues",
		rule: { type: "choice", of: [true, false] },
		fallback: false,
	},
]);
