import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings, usesTls } from "../../../src/settings/settings";

const good = { version: 2, mqtt: { host: "broker.local" } };
const parse = (document: unknown) => parseSettings(JSON.stringify(document));
const pem = (label: string) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;
const withMqtt = (mqtt: object) => parse({ ...good, mqtt: { ...good.mqtt, ...mqtt } });

describe("a settings document", () => {
	test.each(["ntp.example", "192.0.2.1", "a.example,192.0.2.1,c,d"])(
		"may name time servers: %s",
		(timeServers) => {
			expect(parse({ ...good, device: { timeServers } })).toMatchObject({
				settings: { device: { timeServers } },
			});
		},
	);

	test.each(["", "a,,b", "a, b", "http://a", "a,b,c,d,e", "a:123"])(
		"but not like this: '%s'",
		(timeServers) => {
			const errors = [{ field: "device.timeServers", message: expect.stringContaining("must be") }];
			expect(parse({ ...good, device: { timeServers } })).toEqual({ errors });
		},
	);

	test("needs no more than a host; the rest are the defaults of the design", () => {
		expect(parse(good)).toEqual({
			settings: {
				wifi: { networks: [] },
				mqtt: {
					enabled: true,
					host: "broker.local",
					port: 8883,
					topicPrefix: "nissan_leaf",
					discoveryPrefix: "homeassistant",
					qos: 1,
					keepAlive: 30,
				},
				car: { diagnostics: true, vin: false, crystal: "auto", pins: {} },
				publishing: { refresh: 300, interval: 5 },
				device: { name: "Nissan Leaf", timeServers: "pool.ntp.org", language: "en" },
				homeassistant: { discovery: "components", keepValues: false },
			},
		});
	});

	test.each([
		["mqtt.port", { port: 0 }],
		["mqtt.port", { port: "8883" }],
		["mqtt.qos", { qos: 3 }],
		["mqtt.keepAlive", { keepAlive: 1.5 }],
		["mqtt.topicPrefix", { topicPrefix: "cars/#" }],
		["mqtt.topicPrefix", { topicPrefix: "/cars" }],
		["mqtt.discoveryPrefix", { discoveryPrefix: "" }],
		["mqtt.clientId", { clientId: "my leaf" }],
		["mqtt.ca", { ca: "MIIB" }],
		["mqtt.host", { host: "mqtts://broker" }],
		["mqtt.password", { password: "x".repeat(257) }],
		["mqtt.user", { user: "a\u0000b" }],
		["mqtt.pasword", { pasword: "typo" }],
		["mqtt.key", { cert: pem("CERTIFICATE") }],
		["mqtt.cert", { key: pem("PRIVATE KEY") }],
		["mqtt.key", { cert: pem("CERTIFICATE"), key: pem("CERTIFICATE") }],
		["mqtt.ca", { ca: pem("CERTIFICATE").slice(0, -6) }],
		["mqtt.ca", { ca: `${"#".repeat(4096)}\n${pem("CERTIFICATE")}` }],
		["mqtt.enabled", { enabled: "no" }],
		["mqtt.user", { password: "secret" }],
	])("is refused with the name of the bad field: %s %j", (field, mqtt) => {
		expect(withMqtt(mqtt)).toEqual({ errors: [{ field, message: expect.any(String) }] });
	});

	test("names a broker, unless it does without", () => {
		expect(parse({ version: 2 })).toEqual({ errors: [{ field: "mqtt.host", message: "is missing" }] });
		const mqtt = { enabled: false };
		expect(parse({ version: 2, mqtt })).toMatchObject({ settings: { mqtt } });
	});

	test("can force what is otherwise detected", () => {
		const pins = { clock: 14, in: 12, out: 13, select: 15, interrupt: 27 };
		const found = {
			generation: "AZE0",
			pack: 40,
			capacity: 110.5,
			consumption: 17.5,
			crystal: 8_000_000,
			pins,
		};
		const car = { ...found, vin: true, servePort: 3333 };
		expect(parse({ ...good, car })).toMatchObject({ settings: { car } });
	});

	test.each([
		["car.generation", { generation: "ZE2" }],
		["car.pack", { pack: 50 }],
		["car.pack", { pack: "40" }],
		["car.vin", { vin: 1 }],
		["car.servePort", { servePort: 80 }],
		["car.servePort", { servePort: 65_536 }],
		["car.servePort", { servePort: true }],
		["car.capacity", { capacity: 19.9 }],
		["car.capacity", { capacity: "80" }],
		["car.consumption", { consumption: 7 }],
		["car.crystal", { crystal: 10_000_000 }],
		["car.pins", { pins: [] }],
		["car.pins.clock", { pins: { clock: 49, in: 12, out: 13, select: 15, interrupt: 27 } }],
		["car.pins.interrupt", { pins: { clock: 14, in: 12, out: 13, select: 15 } }],
		["car.pins.select", { pins: { clock: 14, in: 12, out: 13, select: 12, interrupt: 27 } }],
		["car.pins.miso", { pins: { miso: 12 } }],
	])("is refused with the name of the bad field of the car: %s %j", (field, car) => {
		expect(parse({ ...good, car })).toEqual({ errors: [{ field, message: expect.any(String) }] });
	});

	test.each([
		["publishing.refresh", { publishing: { refresh: 59 } }],
		["publishing.interval", { publishing: { interval: 4 } }],
		["device.language", { device: { language: "en-GB" } }],
		["device.admin", { device: { admin: "hunter2" } }],
		["publishing", { publishing: 7 }],
	])("is refused with the name of the bad field: %s %j", (field, sections) => {
		expect(parse({ ...good, ...sections })).toEqual({ errors: [{ field, message: expect.any(String) }] });
	});

	test("takes the password of its owner as a hash alone", () => {
		const admin = `pbkdf2-sha256$10000$${"A".repeat(22)}==$${"b".repeat(43)}=`;
		expect(parse({ ...good, device: { admin } })).toMatchObject({ settings: { device: { admin } } });
	});

	test.each(["100000", "1000000", "99", "0", "-1", "1e4"])(
		"takes no hash of %s rounds: nobody would get in any more, or too easily",
		(rounds) => {
			const admin = `pbkdf2-sha256$${rounds}$${"A".repeat(22)}==$${"b".repeat(43)}=`;
			expect(parse({ ...good, device: { admin } })).toMatchObject({ errors: [{ field: "device.admin" }] });
		},
	);

	test("is not looked at when it is nested so deeply that the engine might give up", () => {
		const deep = (depth: number) => `{"version":2,"car":${"[".repeat(depth)}${"]".repeat(depth)}}`;
		expect(parseSettings(deep(16))).toEqual({ errors: [{ field: "settings", message: "is not JSON" }] });
		expect(parseSettings(deep(15))).toMatchObject({ errors: [{ field: "mqtt.host" }, { field: "car" }] });
	});

	test.each([
		["homeassistant.discovery", { discovery: "off" }],
		["homeassistant.keepValues", { keepValues: "yes" }],
	])("is refused with the name of the bad field of Home Assistant: %s %j", (field, homeassistant) => {
		expect(parse({ ...good, homeassistant })).toEqual({ errors: [{ field, message: expect.any(String) }] });
	});

	test("says everything that is wrong at once", () => {
		const result = parse({ version: 2, mqtt: { port: -1 }, car: { bus: "flexray" }, colour: "red" });
		const errors = "errors" in result ? result.errors : [];
		expect(errors.map(({ field }) => field).sort()).toEqual(["car.bus", "colour", "mqtt.host", "mqtt.port"]);
	});

	test("never shows a secret in an error", () => {
		const result = withMqtt({ password: `hunter2${"x".repeat(300)}`, key: "hunter2" });
		expect(JSON.stringify(result)).not.toContain("hunter2");
	});

	test.each(["", "{", "[]", "null", '"x"', '{"version":2}', '{"version":3}', '{"version":2,"mqtt":[]}'])(
		"is refused, not thrown at: %j",
		(text) => {
			expect(parseSettings(text)).toHaveProperty("errors");
		},
	);

	test("never throws, whatever is stored", () => {
		fc.assert(fc.property(fc.json(), (text) => void parseSettings(text)));
		fc.assert(fc.property(fc.string(), (text) => void parseSettings(text)));
	});
});

test.each([
	[1883, undefined, false],
	[8883, undefined, true],
	[1883, true, true],
	[8883, false, false],
])("port %i with tls %s: %s", (port, tls, expected) => {
	const result = withMqtt({ port, ...(tls !== undefined && { tls }) });
	if ("errors" in result) throw new Error("refused");
	expect(usesTls(result.settings.mqtt)).toBe(expected);
});
