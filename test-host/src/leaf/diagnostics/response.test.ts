import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseResponse } from "../../../../src/leaf/diagnostics/response";

const parse = (...bytes: number[]) => parseResponse(Uint8Array.from(bytes));

describe("an answer", () => {
	test("names the service that was asked for", () => {
		expect(parse(0x61, 0x01, 0xff)).toEqual({ kind: "positive", service: 0x21 });
		expect(parse(0x62, 0x12, 0x03, 0, 19)).toEqual({ kind: "positive", service: 0x22 });
	});

	test("may be a refusal: the group is not supported", () => {
		const expected = { kind: "negative", service: 0x21, nrc: 0x12, pending: false, busy: false };
		expect(parse(0x7f, 0x21, 0x12)).toEqual(expected);
	});

	test("may ask for patience, or to be asked again", () => {
		expect(parse(0x7f, 0x21, 0x78)).toMatchObject({ pending: true, busy: false });
		expect(parse(0x7f, 0x21, 0x21)).toMatchObject({ pending: false, busy: true });
	});

	test.each([[[]], [[0x7f]], [[0x7f, 0x21]], [[0x21, 0x01]]])("%p is none", (bytes) => {
		expect(parse(...bytes)).toEqual({ kind: "malformed" });
	});

	test("of any bytes is parsed without exception", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 12 }), (payload) => {
				expect(["positive", "negative", "malformed"]).toContain(parseResponse(payload).kind);
			}),
		);
	});
});
