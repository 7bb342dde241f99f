import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { changesOf, FORM_FIELDS, parseForm } from "../../../src/portal/form";
import { refusedPage, savedPage } from "../../../src/portal/form-answer";
import { changeSettings } from "../../../src/settings/change-settings";

const changes = (entries: Record<string, string>) => changesOf(Object.entries(entries));

describe("a form as a browser encodes it", () => {
	test("is read as its entries, whatever they contain", () => {
		const entry = fc.tuple(fc.string({ unit: "grapheme", minLength: 1 }), fc.string({ unit: "grapheme" }));
		fc.assert(
			fc.property(fc.array(entry, { maxLength: 32 }), (entries) => {
				const body = new URLSearchParams(entries).toString();
				expect(parseForm(body)).toEqual(entries);
			}),
		);
	});

	test.each([
		[
			"a=1&&b=2&",
			[
				["a", "1"],
				["b", "2"],
			],
		],
		["a", [["a", ""]]],
		["a=b=c", [["a", "b=c"]]],
		["", []],
		["=x", [["", "x"]]],
		[
			"a=1&a=2",
			[
				["a", "1"],
				["a", "2"],
			],
		],
		["%ff=1", undefined],
		["a=%", undefined],
		["a=%C3%28", undefined],
	])("%j has the entries %j", (body, entries) => {
		expect(parseForm(body)).toEqual(entries);
	});

	test("has 32 entries at most, and none of a longer one is read", () => {
		const body = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=1`).join("&");
		expect(parseForm(body(32))).toHaveLength(32);
		expect(parseForm(body(33))).toBeUndefined();
	});

	test("of any text is entries or nothing, and never an exception", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (body) => {
				const entries = parseForm(body);
				expect(entries === undefined || entries.every((entry) => entry.length === 2)).toBe(true);
			}),
		);
	});
});

describe("what a form means", () => {
	test("is trimmed, but for passwords", () => {
		expect(
			changes({ "wifi.ssid": " home ", "wifi.password": " secret77 ", "mqtt.host": "\tbroker\r\n" }),
		).toEqual({
			wifi: { networks: [{ ssid: "home", password: " secret77 " }] },
			mqtt: { host: "broker" },
		});
	});

	test.each([
		["8883", 8883],
		["0", 0],
		["-1", "-1"],
		["8883x", "8883x"],
		["1e3", "1e3"],
		["9999999999", "9999999999"],
	])("is the port %j, or what the settings will refuse: %j", (text, port) => {
		expect(changes({ "mqtt.host": "broker", "mqtt.port": text })).toMatchObject({ mqtt: { port } });
	});

	test("is of the entry that came last, and of no field that the form does not have", () => {
		const entries = [
			...([
				["mqtt.host", "one"],
				["mqtt.host", "other"],
				["device.admin", "pbkdf2"],
				["mqtt.tls", "no"],
			] as const),
			...([
				["__proto__", "x"],
				["constructor", "x"],
				["mqtt.key", "x"],
			] as const),
		];
		expect(changesOf(entries)).toEqual({ mqtt: { host: "other" } });
	});

	test("is nothing but sections and fields that the settings know, whoever wrote it", () => {
		const name = fc.oneof(fc.constantFrom(...Object.keys(FORM_FIELDS)), fc.string());
		fc.assert(
			fc.property(fc.array(fc.tuple(name, fc.string()), { maxLength: 32 }), (entries) => {
				const { device, ...rest } = changesOf(entries) as Record<string, unknown>;
				// The password becomes its hash before the settings see it.
				expect(Object.keys((device ?? {}) as object)).toEqual(device === undefined ? [] : ["adminPassword"]);
				const result = changeSettings(undefined, rest);
				const unknown =
					"errors" in result ? result.errors.filter(({ message }) => /not a setting/.test(message)) : [];
				expect(unknown).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});
});

test("the pages that answer it say so, escape what is not theirs, and lead back", () => {
	expect(savedPage().markup).toMatch(/<h1>Saved<\/h1>[\s\S]*http:\/\/192\.168\.4\.1\/[\s\S]*<a href="\/">/);
	const { markup } = refusedPage([
		{ field: "mqtt.port", message: "must be <b>" },
		{ field: '"><script>', message: "x" },
	]);
	expect(markup.match(/<li>/g)).toHaveLength(2);
	expect(markup).not.toMatch(/<b>|<script/);
	expect(markup).toMatch(/<!DOCTYPE html>\n<html lang="en">/);
});
