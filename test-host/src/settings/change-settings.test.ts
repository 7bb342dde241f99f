import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { changeSettings } from "../../../src/settings/change-settings";
import { DOCUMENT_LIMIT } from "../../../src/settings/schema";
import { parseSettings } from "../../../src/settings/settings";
import { visibleSettings } from "../../../src/settings/visible-settings";
import { SECRETS, someDocument } from "../../helpers/settings-documents";

const pem = (label: string, lines = "MIIB") => `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
const HOME = { ssid: "home", password: "home sweet home" };
const STORED = JSON.stringify({
	version: 2,
	wifi: { networks: [HOME, { ssid: "work", password: "work work work" }] },
	mqtt: { host: "broker", user: "leaf", password: "hunter2" },
	car: { bus: "car-can" },
});

/** `""`: nothing is stored. */
const changed = (changes: object, text = STORED) => {
	const result = changeSettings(text === "" ? undefined : text, changes);
	return "errors" in result ? result.errors.map(({ field }) => field) : JSON.parse(result.document);
};

describe("changed settings", () => {
	test("keep what is not named, in its place", () => {
		expect(changeSettings(STORED, {})).toMatchObject({ document: STORED });
		expect(changeSettings(STORED, { mqtt: { host: "broker" } })).toMatchObject({ document: STORED });
		const other = { ...JSON.parse(STORED), mqtt: { host: "other", user: "leaf", password: "hunter2" } };
		expect(changeSettings(STORED, { mqtt: { host: "other" } })).toMatchObject({
			document: JSON.stringify(other),
			settings: { mqtt: { host: "other", port: 8883 } },
		});
	});

	test("begin with nothing, or where nothing can be read", () => {
		for (const text of ["", "{", "7", '{"version":"x"}']) {
			expect(changed({ mqtt: { host: "b" } }, text)).toEqual({ version: 2, mqtt: { host: "b" } });
		}
		expect(changed({ car: { bus: "ev-can" } }, "")).toEqual(["mqtt.host"]);
	});

	test("lose what is null", () => {
		expect(changed({ mqtt: { user: null, password: null }, car: null })).toEqual({
			...{ version: 2, wifi: JSON.parse(STORED).wifi },
			mqtt: { host: "broker" },
		});
		expect(changed({ mqtt: { host: null } })).toEqual(["mqtt.host"]);
		expect(changed({ mqtt: { user: null } })).toEqual(["mqtt.user"]);
	});

	test("have the networks that are named, each with the password that it had", () => {
		const networks = [{ ssid: "new" }, { ssid: "home", hidden: true }];
		expect(changed({ wifi: { networks } }).wifi).toEqual({
			networks: [{ ssid: "new" }, { ...HOME, hidden: true }],
		});
		expect(changed({ wifi: { networks: [{ ssid: "home", password: null }] } }).wifi).toEqual({
			networks: [{ ssid: "home" }],
		});
		expect(changed({ wifi: { networks: [{ ...HOME, password: "another one" }] } }).wifi).toEqual({
			networks: [{ ssid: "home", password: "another one" }],
		});
		expect(changed({ wifi: { networks: null } }).wifi).toEqual({});
	});

	test("forget the address of a network that is named without", () => {
		const fixed = { address: "10.0.0.2", netmask: "255.0.0.0", gateway: "10.0.0.1" };
		const { document } = changeSettings(STORED, { wifi: { networks: [{ ssid: "home", ...fixed }] } }) as {
			document: string;
		};
		expect(changed({ wifi: { networks: [{ ssid: "home" }] } }, document).wifi).toEqual({ networks: [HOME] });
	});

	test("keep a secret that is sent back as it is shown, and take none that is not there", () => {
		const parsed = parseSettings(STORED);
		const shown = "settings" in parsed ? visibleSettings(parsed.settings) : {};
		expect(changed(shown)).toMatchObject(JSON.parse(STORED));
		expect(changed({ mqtt: { key: true } })).toEqual(["mqtt.key"]);
		expect(changed({ wifi: { networks: [{ ssid: "new", password: true }] } })).toEqual([
			"wifi.networks.0.password",
		]);
	});

	test.each<[object, string[]]>([
		[{ version: 3 }, ["version"]],
		[{ readableFrom: null }, ["readableFrom"]],
		[{ colour: "red" }, ["colour"]],
		[{ mqtt: { colour: "red" } }, ["mqtt.colour"]],
		[{ wifi: { networks: [{ ssid: "home", colour: "red" }] } }, ["wifi.networks.0.colour"]],
		[{ car: { pins: { miso: 1 } } }, ["car.pins.miso"]],
		[{ mqtt: 7, car: { bus: "x" } }, ["mqtt", "car.bus"]],
		[{ wifi: { networks: "home" } }, ["wifi.networks"]],
		[JSON.parse('{ "__proto__": { "host": "x" } }'), ["__proto__"]],
		[
			JSON.parse('{ "mqtt": { "__proto__": "x", "constructor": "y" } }'),
			["mqtt.__proto__", "mqtt.constructor"],
		],
	])("are refused by name: %j", (changes, fields) => {
		expect(changed(changes)).toEqual(fields);
	});

	test("are no longer than the flash has room for", () => {
		const lines = `${"A".repeat(64)}\n`.repeat(55);
		const ca = pem("CERTIFICATE", lines.trim());
		const mqtt = { host: "broker", ca, cert: ca, key: pem("PRIVATE KEY", lines.trim()) };
		const result = changeSettings(undefined, { mqtt });
		expect("document" in result && result.document.length).toBeLessThan(DOCUMENT_LIMIT);
		const networks = [0, 1, 2, 3].map((index) => ({ ssid: `home ${index}`, password: "x".repeat(63) }));
		const device = { name: "ü".repeat(64), timeServers: "x".repeat(255) };
		expect(changed({ mqtt, wifi: { networks }, device }, "")).toEqual(["settings"]);
	});
});

describe("shown settings", () => {
	test("tell of a secret only that there is one", () => {
		const parsed = parseSettings(STORED);
		expect("settings" in parsed && visibleSettings(parsed.settings)).toMatchObject({
			wifi: {
				networks: [
					{ ssid: "home", password: true },
					{ ssid: "work", password: true },
				],
			},
			mqtt: { host: "broker", user: "leaf", password: true, port: 8883 },
			car: { bus: "car-can", pins: {} },
		});
	});

	test("never hold a secret, nor do errors", () => {
		fc.assert(
			fc.property(someDocument(), fc.constantFrom(...SECRETS), (document, secret) => {
				const text = JSON.stringify(document);
				const parsed = parseSettings(text);
				const shown = "settings" in parsed ? visibleSettings(parsed.settings) : parsed;
				expect(JSON.stringify([shown, changeSettings(undefined, { mqtt: { key: secret } })])).not.toMatch(
					/hunter2/,
				);
			}),
		);
	});
});

test("any change of any document gives valid settings or named errors, and a document that can be read again", () => {
	const documents = fc.oneof(
		fc.constant(undefined),
		fc.string(),
		fc.json(),
		someDocument().map((document) => JSON.stringify(document)),
	);
	const changes = fc.oneof(
		fc.object(),
		someDocument(),
		fc.json().map((text) => ({ mqtt: JSON.parse(text) })),
	);
	let accepted = 0;
	fc.assert(
		fc.property(documents, changes, (text, change) => {
			delete (change as { version?: unknown }).version;
			const result = changeSettings(text, change);
			if ("errors" in result) {
				expect(result.errors.every(({ message }) => message !== "")).toBe(true);
				expect(new Set(result.errors.map(({ field }) => field)).size).toBe(result.errors.length);
				return;
			}
			accepted += 1;
			expect(parseSettings(result.document)).toEqual({ settings: result.settings });
			expect(changeSettings(result.document, {})).toEqual(result);
		}),
		{ numRuns: 1000 },
	);
	expect(accepted).toBeGreaterThan(50);
});
