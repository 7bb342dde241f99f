import { deepFreeze } from "../deep-freeze";
import type { DiscoveryForm } from "../homeassistant/discovery";
import type { CarBus } from "../leaf/car-bus";
import type { Generation } from "../leaf/generation";
import type { QoS } from "../telemetry/mqtt-link";
import { FIELDS, type Field, type FieldRule } from "./schema";
import { utf8Length } from "./utf8-length";

/** The validated settings of a device, every default filled in. */
export interface Settings {
	readonly wifi: {
		/** Left out: the board has no Wi-Fi, or joins no network. */
		readonly ssid?: string;
		/** Left out: the network is open. */
		readonly password?: string;
	};
	readonly mqtt: {
		readonly host: string;
		readonly port: number;
		/** Left out: TLS on every port but 1883. */
		readonly tls?: boolean;
		/** PEM. */
		readonly ca?: string;
		readonly cert?: string;
		readonly key?: string;
		readonly user?: string;
		readonly password?: string;
		/** Left out: made from the MAC address. */
		readonly clientId?: string;
		readonly topicPrefix: string;
		readonly discoveryPrefix: string;
		readonly qos: QoS;
		/** Seconds. */
		readonly keepAlive: number;
	};
	readonly car: {
		/** Which bus the device is wired to. */
		readonly bus: CarBus;
		/** Whether the device may ask the battery for what it does not broadcast. */
		readonly diagnostics: boolean;
		/** Left out: detected. */
		readonly generation?: Generation;
		/** Nominal energy of the pack, kWh. Left out: detected. */
		readonly pack?: number;
		/** Whether the vehicle identification number is read and published. */
		readonly vin: boolean;
		/**
		 * TCP port at which everybody in the home network can watch the CAN bus, and nobody can send on it. Left out: the
		 * bus is not shown.
		 */
		readonly servePort?: number;
	};
	readonly device: {
		readonly name: string;
		/** Asked for the time in this order; joined by `,`. */
		readonly timeServers: string;
	};
	readonly homeassistant: {
		/** One discovery document for each entity, or one for the device (Home Assistant 2024.11 and newer). */
		readonly discovery: DiscoveryForm;
		/** Whether the last values are kept while the car is away; left out they become unavailable. */
		readonly keepValues: boolean;
	};
}

/** What is wrong with one field. */
export interface SettingsError {
	/** Such as `mqtt.port`. */
	readonly field: string;
	/** A sentence for a person. */
	readonly message: string;
}

/** Either settings or the list of everything that is wrong with the document. */
export type SettingsResult = { readonly settings: Settings } | { readonly errors: readonly SettingsError[] };

/** The version of the document that this firmware writes. */
export const SETTINGS_VERSION = 1;

/** A certificate and its key belong together; a password without a user is forbidden [MQTT-3.1.2-22]. */
const COMPANIONS: readonly (readonly [section: Field["section"], one: string, other: string])[] = deepFreeze([
	["wifi", "password", "ssid"],
	["mqtt", "cert", "key"],
	["mqtt", "key", "cert"],
	["mqtt", "password", "user"],
]);

type Json = { [key: string]: unknown };

function isObject(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns What is wrong, or `undefined`. */
function complaint(rule: FieldRule, value: unknown): string | undefined {
	switch (rule.type) {
		case "choice":
			return rule.of.some((choice) => choice === value) ? undefined : `must be one of ${rule.of.join(", ")}`;
		case "number":
			return Number.isInteger(value) && Number(value) >= rule.min && Number(value) <= rule.max
				? undefined
				: `must be a whole number from ${rule.min} to ${rule.max}`;
		case "text": {
			const fits = typeof value === "string" && value.length > 0 && (rule.pattern?.test(value) ?? true);
			if (!fits) return `must be ${rule.hint}`;
			if (value.length > rule.max) return `must not be longer than ${rule.max} characters`;
			const { maxBytes = Number.POSITIVE_INFINITY } = rule;
			return utf8Length(value) <= maxBytes ? undefined : `must not be longer than ${maxBytes} bytes`;
		}
	}
}

function checkField(document: Json, field: Field, settings: Json, errors: SettingsError[]): void {
	const section = document[field.section];
	const value = (isObject(section) ? section[field.name] : undefined) ?? field.fallback;
	const name = `${field.section}.${field.name}`;
	if (value === undefined) {
		if (field.required) errors.push({ field: name, message: "is missing" });
		return;
	}
	const message = complaint(field.rule, value);
	if (message !== undefined) errors.push({ field: name, message });
	else (settings[field.section] as Json)[field.name] = value;
}

/** Fields that mean nothing alone. */
function missingCompanions(settings: Json): SettingsError[] {
	return COMPANIONS.flatMap(([section, one, other]) => {
		const fields = settings[section] as Json;
		if (fields[one] === undefined || fields[other] !== undefined) return [];
		return [{ field: `${section}.${other}`, message: `is missing, ${section}.${one} needs it` }];
	});
}

function unknownFields(document: Json): SettingsError[] {
	return Object.entries(document).flatMap(([section, content]) => {
		if (section === "version") return [];
		const known = FIELDS.filter((field) => field.section === section).map((field) => field.name);
		if (known.length === 0 || !isObject(content)) return [{ field: section, message: "is not a setting" }];
		const names = Object.keys(content).filter((name) => !known.includes(name));
		return names.map((name) => ({ field: `${section}.${name}`, message: "is not a setting" }));
	});
}

/** Reads a settings document: JSON text of version 1. Bad data is refused field by field, never repaired. */
export function parseSettings(text: string): SettingsResult {
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch {
		return { errors: [{ field: "settings", message: "is not JSON" }] };
	}
	if (!isObject(document)) return { errors: [{ field: "settings", message: "is not an object" }] };
	if (document["version"] !== SETTINGS_VERSION) {
		return { errors: [{ field: "version", message: `must be ${SETTINGS_VERSION}` }] };
	}
	const errors = unknownFields(document);
	const settings: Json = { wifi: {}, mqtt: {}, car: {}, device: {}, homeassistant: {} };
	for (const field of FIELDS) checkField(document, field, settings, errors);
	errors.push(...missingCompanions(settings));
	// The table that has just been checked against is the one place where these types are decided.
	return errors.length > 0 ? { errors } : { settings: settings as unknown as Settings };
}

/** Whether the connection uses TLS: by choice, else on every port but the one registered for plain MQTT. */
export function usesTls(mqtt: Settings["mqtt"]): boolean {
	return mqtt.tls ?? mqtt.port !== 1883;
}
