import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { deepFreeze } from "../../src/deep-freeze";
import { jsonText } from "../../src/json";

/** As XS does it: objects in flash, which are frozen, cannot be serialised. */
function stringifyAsOnDevice<T>(work: () => T): T {
	const { stringify } = JSON;
	JSON.stringify = ((value: unknown, replacer: (key: string, value: unknown) => unknown) => {
		const refuse = (key: string, member: unknown) => {
			const written = replacer(key, member);
			if (typeof written === "object" && written !== null && Object.isFrozen(written)) {
				throw new TypeError("read only value");
			}
			return written;
		};
		return stringify(value, refuse);
	}) as typeof stringify;
	try {
		return work();
	} finally {
		JSON.stringify = stringify;
	}
}

describe("a value as JSON text", () => {
	test("is what JSON.stringify makes of it, frozen or not", () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(jsonText(value)).toBe(JSON.stringify(value));
				expect(jsonText(deepFreeze(value as object))).toBe(JSON.stringify(value));
			}),
		);
	});

	test("may have tables in it that lie in flash", () => {
		const options = Object.freeze(["P", "R"]);
		const table = Object.freeze({ name: "Gear", options, none: undefined });
		const text = stringifyAsOnDevice(() => jsonText({ ...table, table, list: [table] }));
		expect(text).toBe(
			'{"name":"Gear","options":["P","R"],"table":{"name":"Gear","options":["P","R"]},"list":[{"name":"Gear","options":["P","R"]}]}',
		);
	});
});
