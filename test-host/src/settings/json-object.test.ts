import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { jsonObject, jsonValue } from "../../../src/settings/json-object";

describe("JSON from outside", () => {
	test("is read as it is up to 16 levels, whatever its texts contain, and not at all beyond", () => {
		const text = fc.oneof(
			fc.string({ unit: "grapheme" }),
			fc.constantFrom("[[[[[[[[[[[[[[[[[", '\\"[{', "\\", "]]"),
		);
		const wrap = fc.constantFrom<(value: unknown) => unknown>(
			(value) => [value],
			(value) => ["]", value],
			(value) => ({ "a[": value }),
		);
		fc.assert(
			fc.property(text, fc.array(wrap, { minLength: 14, maxLength: 18 }), (inner, wraps) => {
				const value = wraps.reduce((nested: unknown, around) => around(nested), inner);
				expect(jsonValue(JSON.stringify(value))).toEqual(wraps.length <= 16 ? value : undefined);
			}),
			{ numRuns: 500 },
		);
	});

	test.each(["", "{", "[1,]", "'x'", "{}x", "\ufeff{}", "NaN"])("is nothing when it is none: %j", (text) => {
		expect(jsonValue(text)).toBeUndefined();
	});

	test.each(["[]", "null", "1", '"x"', "{"])("is no object: %j", (text) => {
		expect(jsonObject(text)).toBeUndefined();
	});

	test("is an object of what it says and nothing else", () => {
		const found = jsonObject('{"__proto__":{"a":1},"b":2}');
		expect(Object.entries(found ?? {})).toEqual([
			["__proto__", { a: 1 }],
			["b", 2],
		]);
		expect((found as { a?: number } | undefined)?.a).toBeUndefined();
	});
});
