import type { Field } from "./form";
import { LANGUAGES } from "./texts";

/** See `Field`. */
function field(name: string, label: string, type?: Field["type"], more?: Partial<Field>): Field {
	return { name, label, type, ...more };
}

/** A number with its limits, and what stands there to begin with. */
function number(name: string, label: string, min: number, max: number, value?: number): Field {
	return field(name, label, "number", { value, is: { min, max } });
}

/** A choice of values that are labels, too, or come with one. */
function choice(
	name: string,
	label: string,
	of: readonly (string | readonly [value: unknown, label: string])[],
	value?: unknown,
): Field {
	return field(name, label, "choice", {
		value,
		of: of.map((each) => (typeof each === "string" ? [each, each] : each)),
	});
}

const AUTO = [undefined, "auto"] as const;

export const WIFI = [
	field("wifi.ssid", "ssid"),
	field("wifi.password", "password", "password", {
		is: { pattern: "[ -~]{8,63}", title: "8 – 63" },
	}),
];
export const FIXED = [
	["address", "IP"],
	["netmask", "Netmask"],
	["gateway", "Gateway"],
	["dns", "DNS"],
].map(([name, label = ""]) =>
	field(`wifi.${name}`, label, undefined, {
		is: { pattern: "\\d{1,3}(\\.\\d{1,3}){3}", title: "192.168.1.2" },
	}),
);

export const MQTT = [
	field("mqtt.host", "host", undefined, {
		is: { pattern: "[A-Za-z0-9.:_\\-]+", title: "homeassistant.local" },
	}),
	number("mqtt.port", "Port", 1, 65535, 8883),
	field("mqtt.user", "user"),
	field("mqtt.password", "password", "password"),
	field("mqtt.ca", "ca", "pem"),
];
export const MORE_MQTT = [
	field("mqtt.enabled", "enabled", "check", { value: true }),
	choice("mqtt.tls", "tls", [AUTO, [true, "yes"], [false, "no"]]),
	field("mqtt.cert", "cert", "pem"),
	field("mqtt.key", "key", "pem"),
	field("mqtt.clientId", "Client ID"),
	field("mqtt.topicPrefix", "Topic prefix", undefined, { value: "nissan_leaf" }),
	field("mqtt.discoveryPrefix", "Discovery prefix", undefined, { value: "homeassistant" }),
	choice("homeassistant.discovery", "Discovery", ["components", "device"], "components"),
	choice(
		"mqtt.qos",
		"QoS",
		[0, 1, 2].map((each) => [each, `${each}`]),
		1,
	),
	number("mqtt.keepAlive", "Keep-alive (s)", 5, 3600, 30),
	field("homeassistant.keepValues", "keep", "check"),
	number("publishing.refresh", "refresh", 60, 86400, 300),
	number("publishing.interval", "interval", 5, 3600, 5),
];

export const CAR = [
	choice("car.bus", "bus", [
		AUTO,
		["ev-can", "EV-CAN"],
		["car-can", "CAR-CAN (2011–17)"],
		["obd-gateway", "OBD (2018+)"],
	]),
	choice("car.generation", "generation", [
		AUTO,
		["ZE0", "ZE0 (2011–12)"],
		["AZE0", "AZE0 (2013–17)"],
		["ZE1", "ZE1 (2018+)"],
	]),
	choice("car.pack", "pack", [AUTO, ...[24, 30, 40, 62].map((each) => [each, `${each} kWh`] as const)]),
];
export const MORE_CAR = [
	choice(
		"car.crystal",
		"crystal",
		["auto", ...[8, 12, 16, 20].map((each) => [each * 1e6, `${each} MHz`] as const)],
		"auto",
	),
	number("car.capacity", "capacity", 20, 300),
	number("car.consumption", "consumption", 8.5, 33),
	field("car.diagnostics", "ask", "check", { value: true }),
	field("car.vin", "vin", "check"),
	...["clock", "in", "out", "select", "interrupt"].map((pin) =>
		number(`car.pins.${pin}`, `GPIO ${pin}`, 0, 48),
	),
	number("car.servePort", "SLCAN-Port", 1024, 65535),
];

export const DEVICE = [
	field("device.name", "name", undefined, { value: "Nissan Leaf" }),
	field("device.adminPassword", "admin", "password", {
		hint: "adminHint",
		is: { pattern: ".{8,128}", title: "8 – 128" },
	}),
];
export const MORE_DEVICE = [
	choice("device.language", "lang", Object.entries(LANGUAGES)),
	field("device.timeServers", "times", undefined, { value: "pool.ntp.org" }),
];

/** No setting, but under what all of them are exported. */
export const PHRASE = field("x.phrase", "phrase", "password", {
	is: { required: true, pattern: ".{12,256}", title: "12 – 256" },
});
