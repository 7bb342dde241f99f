import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { newToken, sameText } from "../../../src/portal/secret-text";

test("texts are compared whole", () => {
	fc.assert(fc.property(fc.string(), fc.string(), (one, other) => sameText(one, other) === (one === other)));
	fc.assert(fc.property(fc.string(), (text) => sameText(text, text) && !sameText(text, `${text}x`)));
	for (const [one, other] of [
		["abab", "ab"],
		["", "a"],
		["a", ""],
	]) {
		expect(sameText(one ?? "", other ?? "")).toBe(false);
	}
});

test("a token tells all 128 bits", () => {
	expect(newToken((count) => new Uint8Array(count).map((_, index) => index))).toBe(
		"000102030405060708090a0b0c0d0e0f",
	);
});
