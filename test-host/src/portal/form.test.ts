import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { documentOf, parseForm } from "../../../src/portal/form";
import { parseSettings } from "../../../src/settings/settings";

describe("parseForm", () => {
	test.each([
		["", []],
		[
			"a=1&b=2",
			[
				["a", "1"],
				["b", "2"],
			],
		],
		[
			"a=1&a=2",
			[
				["a", "1"],
				["a", "2"],
			],
		],
		[
			"a=b=c&d&=e&&",
			[
				["a", "b=c"],
				["d", ""],
				["", "e"],
			],
		],
		["a+b=c+d%2B%0D%0A%C3%A9", [["a b", "c d+\r\né"]]],
	])("%j", (body, entries) => {
		expect(parseForm(body)).toEqual(entries);
	});

	test.each(["a=%", "a=%4", "a=%zz", "a=%ff", "%C3=a", Array(65).fill("a=1").join("&")])(
		"is refused, not thrown at: %.20s",
		(body) => {
			expect(parseForm(body)).toBeUndefined();
		},
	);

	test("reads what browsers write", () => {
		const field = fc.string({ unit: "grapheme" });
		fc.assert(
			fc.property(fc.array(fc.tuple(field, field), { maxLength: 64 }), (entries) => {
				expect(parseForm(new URLSearchParams(entries).toString())).toEqual(entries);
			}),
		);
	});

	test("never throws", () => {
		fc.assert(fc.property(fc.string({ unit: "binary" }), (body) => void parseForm(body)));
	});
});

describe("documentOf", () => {
	const parsed = (entries: Record<string, string>) => JSON.parse(documentOf(Object.entries(entries)));

	test("gives each setting its type and leaves out what is empty", () => {
		expect(
			parsed({
				"mqtt.host": " broker.local\r\n",
				"mqtt.port": "1883",
				"mqtt.ca": "-----BEGIN X-----\r\nMII\r\n",
				"mqtt.tls": "false",
				"mqtt.qos": "2",
				"mqtt.user": "  ",
				"mqtt.password": " with blanks ",
				"car.bus": "car-can",
			}),
		).toEqual({
			version: 2,
			mqtt: {
				host: "broker.local",
				port: 1883,
				ca: "-----BEGIN X-----\nMII",
				tls: false,
				qos: 2,
				password: " with blanks ",
			},
			car: { bus: "car-can" },
		});
	});

	test("leaves what makes no sense for the settings to refuse", () => {
		const document = parsed({
			"mqtt.host": "broker",
			"mqtt.port": "12e1",
			"mqtt.qos": "3",
			"car.bus": "flexray",
			"mqtt.host.x": "1",
			"__proto__.toString": "1",
			mqtt: "1",
			colour: "red",
		});
		const result = parseSettings(JSON.stringify(document));
		const fields = "errors" in result ? result.errors.map(({ field }) => field) : [];
		const expected = ["__proto__", "car.bus", "colour", "mqtt.", "mqtt.host.x", "mqtt.port", "mqtt.qos"];
		expect(fields.sort()).toEqual(expected);
	});

	test("always makes a document that can be judged", () => {
		const name = fc.oneof(fc.constantFrom("mqtt.host", "mqtt.port", "__proto__.x", "version"), fc.string());
		fc.assert(
			fc.property(fc.array(fc.tuple(name, fc.string()), { maxLength: 64 }), (entries) => {
				const result = parseSettings(documentOf(entries));
				const errors = "errors" in result ? result.errors : [];
				expect(errors.filter(({ field }) => field === "settings" || field === "version")).toEqual([]);
			}),
		);
	});
});
