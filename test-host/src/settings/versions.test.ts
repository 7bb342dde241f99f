import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { changeSettings } from "../../../src/settings/change-settings";
import { parseSettings, SETTINGS_VERSION } from "../../../src/settings/settings";
import { ANYTHING, oldDocument, someDocument } from "../../helpers/settings-documents";

type Json = Record<string, unknown>;

/** Without what counts as left out. */
function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).filter(([, part]) => part !== null);
	return Object.fromEntries(entries.map(([name, part]) => [name, withoutNulls(part)]));
}

/** What a document of version 2 says in the words of version 1. */
function asVersion1({ wifi, ...rest }: Json): unknown {
	const { networks, ...others } = (wifi ?? {}) as { networks?: Json[] };
	return { ...rest, ...(wifi != null && { wifi: { ...others, ...networks?.[0] } }), version: 1 };
}

describe("a document of version 1", () => {
	test("has its network among the networks", () => {
		const wifi = { ssid: "home", password: "home sweet home" };
		const old = { version: 1, wifi, mqtt: { host: "broker" }, car: { bus: "car-can" } };
		expect(parseSettings(JSON.stringify(old))).toMatchObject({
			settings: {
				wifi: { networks: [wifi] },
				mqtt: { host: "broker", enabled: true },
				car: { bus: "car-can" },
			},
		});
	});

	test.each([
		[undefined, []],
		[{}, []],
		[{ ssid: null }, []],
		[{ ssid: "home" }, [{ ssid: "home" }]],
	])("with %j as its Wi-Fi knows these networks: %j", (wifi, networks) => {
		const old = { version: 1, wifi, mqtt: { host: "broker" } };
		expect(parseSettings(JSON.stringify(old))).toMatchObject({ settings: { wifi: { networks } } });
	});

	test.each([
		["wifi", { wifi: 7 }],
		["wifi.colour", { wifi: { ssid: "home", colour: "red" } }],
		["wifi.networks.0.ssid", { wifi: { password: "home sweet home" } }],
		["wifi.networks.0.password", { wifi: { ssid: "home", password: "short" } }],
		["colour", { colour: "red" }],
	])("is refused with the name of the bad field: %s", (field, change) => {
		const old = { version: 1, mqtt: { host: "broker" }, ...change };
		expect(parseSettings(JSON.stringify(old))).toEqual({ errors: [{ field, message: expect.any(String) }] });
	});

	test("becomes settings or named errors, and nothing that it said is lost", () => {
		const found = { valid: 0, refused: 0 };
		fc.assert(
			fc.property(oldDocument(), (old) => {
				const result = changeSettings(JSON.stringify(old), {});
				if ("errors" in result) {
					found.refused += 1;
					expect(result.errors.length).toBeGreaterThan(0);
					for (const { field } of result.errors)
						expect(field).toMatch(/^(wifi|mqtt|car|device|homeassistant)\b/);
					return;
				}
				found.valid += 1;
				const { document, settings } = result;
				expect(parseSettings(JSON.stringify(old))).toEqual({ settings });
				expect(JSON.parse(document)).toHaveProperty("version", SETTINGS_VERSION);
				const { wifi, version, ...rest } = withoutNulls(old) as Json;
				expect(settings).toMatchObject(rest);
				expect(withoutNulls(asVersion1(JSON.parse(document)))).toEqual(withoutNulls(old));
			}),
			{ numRuns: 1000 },
		);
		expect(found.valid).toBeGreaterThan(500);
		expect(found.refused).toBeGreaterThan(50);
	});
});

describe("after an update was taken back, a document of the newer version", () => {
	const valid = someDocument().filter((document) => "settings" in parseSettings(JSON.stringify(document)));
	const name = fc.stringMatching(/^new[a-z]{1,5}$/);
	const news = fc.dictionary(name, ANYTHING);
	const section = fc.constantFrom("mqtt", "car", "device", "publishing", "homeassistant", "wifi");

	/** A newer version with more fields: in the document, in a section of it, and in each network. */
	const newer = fc
		.tuple(valid, fc.integer({ min: 3, max: 99 }), fc.integer({ min: 1, max: 2 }), section, fc.array(news))
		.map(([document, version, readableFrom, where, [outside = {}, inside = {}, ofNetwork = {}]]) => {
			const { networks } = (document["wifi"] ?? {}) as { networks?: Json[] | null };
			const wifi = { networks: (networks ?? []).map((network) => ({ ...network, ...ofNetwork })) };
			const all: Json = { ...document, wifi, ...outside, version, readableFrom };
			return { document, newer: { ...all, [where]: { ...(all[where] as Json), ...inside } } as Json };
		});

	test("says the same to the older firmware, but for what that does not know", () => {
		fc.assert(
			fc.property(newer, ({ document, newer }) => {
				expect(parseSettings(JSON.stringify(newer))).toEqual(parseSettings(JSON.stringify(document)));
			}),
		);
	});

	test("keeps everything that is new in it when the older firmware changes it", () => {
		fc.assert(
			fc.property(newer, ({ newer }) => {
				const { wifi } = newer as { wifi: { networks: Json[] } };
				const networks = wifi.networks.map(({ ssid }) => ({ ssid, hidden: true }));
				const changes = { wifi: { networks }, mqtt: { host: "other", enabled: null } };
				const result = changeSettings(JSON.stringify(newer), changes);
				const { enabled: _, ...mqtt } = newer["mqtt"] as Json;
				const kept = wifi.networks.map(({ password, ssid, ...others }) => {
					const news = Object.fromEntries(Object.entries(others).filter(([name]) => name.startsWith("new")));
					return { ...(password != null && { password }), ...news, ssid, hidden: true };
				});
				const expected = { ...newer, wifi: { ...wifi, networks: kept }, mqtt: { ...mqtt, host: "other" } };
				const changed = "document" in result ? JSON.parse(result.document) : result.errors;
				expect(withoutNulls(changed)).toEqual(withoutNulls(expected));
			}),
			{ numRuns: 300 },
		);
	});

	test("takes no change that the older firmware does not know", () => {
		const text = JSON.stringify({ version: 3, readableFrom: 2, mqtt: { host: "b", newer: 1 } });
		const errors = [{ field: "mqtt.newer", message: "is not a setting" }];
		expect(changeSettings(text, { mqtt: { newer: 2 } })).toEqual({ errors });
	});

	test.each([{}, { readableFrom: 3 }, { readableFrom: 4 }])(
		"that it cannot read is named and left alone: %j",
		(more) => {
			const text = JSON.stringify({ version: 4, mqtt: { host: "broker" }, ...more });
			const errors = [{ field: "version", message: expect.stringContaining("is 4") }];
			expect(parseSettings(text)).toEqual({ errors });
			expect(changeSettings(text, { mqtt: { host: "other" } })).toEqual({ errors });
		},
	);

	test.each(["3", 0, 2.5, null, -1])("must have numbers for versions: %j", (bad) => {
		for (const versions of [{ version: bad }, { version: 3, readableFrom: bad }]) {
			const result = parseSettings(JSON.stringify({ mqtt: { host: "broker" }, ...versions }));
			expect(result).toMatchObject({ errors: [{ field: "version" }] });
		}
	});
});
