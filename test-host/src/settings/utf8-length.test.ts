import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { utf8Length } from "../../../src/settings/utf8-length";

test("a text has as many bytes as its UTF-8", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (text) => {
			expect(utf8Length(text)).toBe(Buffer.byteLength(text));
		}),
	);
	expect(utf8Length("\ud800")).toBe(Buffer.byteLength("\ud800"));
});
