import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { fromBase64, toBase64 } from "../../src/base64";

test.each([
	["", ""],
	["f", "Zg=="],
	["fo", "Zm8="],
	["foo", "Zm9v"],
	["foobar", "Zm9vYmFy"],
])("base64 of %j is %j (RFC 4648, 10)", (text, coded) => {
	expect(toBase64(Buffer.from(text))).toBe(coded);
	expect(Buffer.from(fromBase64(coded) ?? [])).toEqual(Buffer.from(text));
});

test("base64 is what others write, and can be read", () => {
	fc.assert(
		fc.property(fc.uint8Array({ size: "large" }), (bytes) => {
			const text = toBase64(bytes);
			expect(text).toBe(Buffer.from(bytes).toString("base64"));
			expect(fromBase64(text)).toEqual(bytes);
		}),
	);
});

test.each([
	"Z",
	"Zg",
	"Zg=",
	"Zg===",
	"=",
	"====",
	"Zh==",
	"Zm9=",
	"Z=g=",
	"Zm 9",
	"Zm9v\n",
	"Zm-v",
	"Zmü=",
	"Zm9v=Zg=",
])("%j is no base64", (text) => {
	expect(fromBase64(text)).toBeUndefined();
});

test("a text is base64 of one thing, or of nothing", () => {
	const digits = fc.string({ unit: fc.constantFrom(..."ABab01+/=_- ") });
	fc.assert(
		fc.property(digits, (text) => {
			const bytes = fromBase64(text);
			if (bytes !== undefined) expect(Buffer.from(bytes).toString("base64")).toBe(text);
			else expect(Buffer.from(text, "base64").toString("base64")).not.toBe(text);
		}),
	);
});
