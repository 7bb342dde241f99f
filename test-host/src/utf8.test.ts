import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeUtf8, encodeUtf8, utf8Length } from "../../src/utf8";

const anyText = fc.string({ unit: "binary", size: "large" });

describe("UTF-8", () => {
	test("is what others write", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const bytes = encodeUtf8(text);
				expect(Buffer.from(bytes)).toEqual(Buffer.from(text));
				expect(utf8Length(text)).toBe(bytes.length);
				expect(decodeUtf8(bytes)).toBe(Buffer.from(text).toString());
			}),
		);
	});

	test.each<[string, number]>([
		["$", 1],
		["£", 2],
		["€", 3],
		["𐍈", 4],
		["\u07ff\u0800", 5],
		["\uffff\u{10000}", 7],
		["\ud800", 3],
	])("of %j has %i bytes", (text, length) => {
		expect(encodeUtf8(text)).toHaveLength(length);
	});

	test.each([
		["a byte that goes on with nothing", [0x80]],
		["half a character", [0xe2, 0x82]],
		["a character that stops", [0xc3, 0x28]],
		["more than is needed", [0xc0, 0xaf]],
		["much more than is needed", [0xf0, 0x80, 0x80, 0xaf]],
		["half of a surrogate pair", [0xed, 0xa0, 0x80]],
		["what is beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
		["a byte that begins nothing", [0xff]],
	])("is not %s", (_what, bytes) => {
		expect(decodeUtf8(Uint8Array.from(bytes))).toBeUndefined();
	});

	test("is taken exactly as by others, whatever the bytes", () => {
		const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
		fc.assert(
			fc.property(fc.uint8Array(), anyText, fc.nat(), fc.nat({ max: 255 }), (noise, text, at, byte) => {
				const changed = encodeUtf8(text);
				changed[at % (changed.length + 1)] = byte;
				for (const bytes of [noise, changed]) {
					let expected: string | undefined;
					try {
						expected = strict.decode(bytes);
					} catch {}
					expect(decodeUtf8(bytes)).toBe(expected);
				}
			}),
		);
	});
});
