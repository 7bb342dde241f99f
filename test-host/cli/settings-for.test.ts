import { describe, expect, test } from "@jest/globals";
import { parseSettings } from "../../src/settings/settings";
import { settingsFor } from "./settings-for";
import { parseStartOptions, type StartOptions } from "./start-options";

const read = (...args: readonly string[]) => parseStartOptions(args) as StartOptions;

describe("the settings of a virtual device", () => {
	test("are valid, and hold what the options say", () => {
		const options = read(
			...["--broker", "mqtt://b", "--user", "u", "--password", "p", "--qos", "2"],
			...["--client-id", "car1", "--topic-prefix", "garage", "--passive"],
			...["--discovery", "device", "--keep-values"],
		);
		const { url, settings } = settingsFor(options, undefined, "car-can");
		expect(url).toBe("mqtt://b:1883");
		expect(parseSettings(JSON.stringify(settings))).toMatchObject({
			settings: {
				mqtt: {
					...{ host: "b", port: 1883, tls: false, user: "u", password: "p" },
					...{ qos: 2, clientId: "car1", topicPrefix: "garage" },
				},
				car: { bus: "car-can", diagnostics: false },
				homeassistant: { discovery: "device", keepValues: true },
			},
		});
	});

	test("lead to the embedded broker, whose CA they trust", () => {
		const embedded = { port: 4711, caPem: "-----BEGIN CERTIFICATE-----" } as Parameters<
			typeof settingsFor
		>[1];
		const { url, settings } = settingsFor(read(), embedded, "ev-can");
		expect(url).toBe("mqtts://localhost:4711 (embedded)");
		expect(settings.mqtt).toMatchObject({ host: "localhost", port: 4711, tls: true, ca: embedded?.caPem });
	});

	test("name an IPv6 address as one writes it", () => {
		const { url, settings } = settingsFor(read("--broker", "mqtts://[::1]"), undefined, "ev-can");
		expect([url, settings.mqtt.host]).toEqual(["mqtts://[::1]:8883", "::1"]);
	});
});
