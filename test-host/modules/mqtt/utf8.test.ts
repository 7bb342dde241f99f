import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeUTF8, encodeUTF8, isUTF8, utf8Length } from "../../../modules/mqtt/utf8";
import { hex } from "./bytes";

/** Any string at all, also with lone surrogates, long enough to be cut into parts. */
const anyText = fc
	.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7f0, max: 0xe00f })), {
		maxLength: 200,
	})
	.map((units) => String.fromCharCode(...units));

/** Bytes that come close to being UTF-8. */
const anyBytes = fc.oneof(
	fc.uint8Array({ maxLength: 200 }),
	fc
		.array(
			fc.oneof(
				fc.constantFrom(
					"e0a080",
					"e09f80",
					"ed9fbf",
					"eda080",
					"f0908080",
					"f08f8080",
					"f48fbfbf",
					"f4908080",
					"c280",
					"c1bf",
					"efbbbf",
				),
				fc.constantFrom("41", "80", "c3", "e2", "e282", "f0", "f09f", "f09f98", "f5", "ff"),
			),
			{ maxLength: 40 },
		)
		.map((parts) => Uint8Array.from(Buffer.from(parts.join(""), "hex"))),
);

function encode(text: string): Uint8Array {
	const target = new Uint8Array(utf8Length(text));
	expect(encodeUTF8(text, target, 0)).toBe(target.length);
	return target;
}

describe("UTF-8", () => {
	test.each([
		["", ""],
		["A", "41"],
		["°C", "c2b043"],
		["€", "e282ac"],
		["🚗", "f09f9a97"],
		["\ud83d", "efbfbd"],
		["\ude97x", "efbfbd78"],
		["\ud83dx", "efbfbd78"],
		["\ud83d\ud83d\ude97", "efbfbdf09f9a97"],
	])("writes %j", (text, expected) => {
		expect(hex(encode(text))).toBe(expected);
	});

	test("writes what TextEncoder writes", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(hex(encode(text))).toBe(hex(new TextEncoder().encode(text)));
			}),
		);
	});

	test("reads what TextDecoder reads, whatever the bytes", () => {
		const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
		fc.assert(
			fc.property(anyBytes, (content) => {
				expect(decodeUTF8(content, 0, content.length)).toBe(decoder.decode(content));
			}),
		);
	});

	test("knows what is UTF-8", () => {
		const strict = new TextDecoder("utf-8", { fatal: true });
		const expected = (content: Uint8Array) => {
			try {
				strict.decode(content);
				return true;
			} catch {
				return false;
			}
		};
		fc.assert(
			fc.property(anyBytes, (content) => {
				expect(isUTF8(content, 0, content.length)).toBe(expected(content));
			}),
		);
	});

	test("keeps to its part of the bytes", () => {
		const target = new Uint8Array(6).fill(0x2e);
		expect(encodeUTF8("ab", target, 2)).toBe(4);
		expect(hex(target)).toBe("2e2e61622e2e");
		expect(decodeUTF8(target, 2, 4)).toBe("ab");
		const cut = Uint8Array.of(0x61, 0xe2, 0x82, 0xac);
		expect(decodeUTF8(cut, 0, 3)).toBe("a\ufffd");
		expect(isUTF8(cut, 0, 3)).toBe(false);
	});
});
