import type { DiscoveryForm } from "../../src/homeassistant/discovery";
import { SETTINGS_VERSION } from "../../src/settings/settings";
import { HOME_NETWORK } from "../virtual/air";
import type { EmbeddedBroker } from "../virtual/broker";
import type { CarFile } from "../virtual/car-file";
import { portalRecord } from "./portal-password";
import type { StartOptions } from "./start-options";

/** What is known of the document without looking. */
export interface SettingsDocument {
	readonly version: number;
	readonly wifi: { readonly networks: readonly { readonly ssid: string }[] };
	readonly mqtt: {
		readonly host: string;
		readonly port: number;
		readonly ca: string | undefined;
		readonly user: string | undefined;
	};
	readonly car: {
		readonly bus: CarFile["bus"];
		readonly diagnostics: boolean;
		readonly servePort: number | undefined;
	};
	readonly device: { readonly admin: string };
	readonly homeassistant: { readonly discovery: DiscoveryForm | undefined; readonly keepValues: boolean };
}

/** The settings document that the owner of this virtual device would have entered. */
export function settingsFor(
	options: StartOptions,
	embedded: EmbeddedBroker | undefined,
	bus: CarFile["bus"],
): { url: string; settings: SettingsDocument } {
	const { host, port, tls } = options.broker ?? { host: "localhost", port: embedded?.port ?? 0, tls: true };
	const mqtt = {
		...{ host, port, tls },
		ca: embedded?.caPem ?? options.ca,
		cert: options.cert,
		key: options.key,
		user: options.user,
		password: options.password,
		qos: options.qos,
		clientId: options.clientId,
		topicPrefix: options.topicPrefix,
	};
	const name = host.includes(":") ? `[${host}]` : host;
	const url = `${tls ? "mqtts" : "mqtt"}://${name}:${port}${embedded ? " (embedded)" : ""}`;
	const car = { bus, diagnostics: !options.passive, servePort: options.serveCan };
	const homeassistant = { discovery: options.discovery, keepValues: options.keepValues };
	const wifi = { networks: [HOME_NETWORK] };
	const device = { admin: portalRecord() };
	return { url, settings: { version: SETTINGS_VERSION, wifi, mqtt, car, device, homeassistant } };
}
