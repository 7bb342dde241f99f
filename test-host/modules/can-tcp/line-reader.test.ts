import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { LineReader } from "../../../modules/can-tcp/line-reader";
import { seeded } from "../../helpers/seeded";

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** What comes of pieces, one after the other. */
function read(...pieces: readonly Uint8Array[]): string[] {
	const heard: string[] = [];
	const reader = new LineReader({
		onLine: (line, length) => heard.push(String.fromCharCode(...line.subarray(0, length))),
		onBell: () => heard.push("BEL"),
		onTooLong: () => heard.push("too long"),
	});
	for (const piece of pieces) reader.push(piece);
	return heard;
}

test.each<[string, string[]]>([
	["\rS6\r", ["", "S6"]],
	["t1002", []],
	["O\r\nL\r\n", ["O", "L"]],
	["\u0007\u0007\r", ["BEL", "BEL", ""]],
	["t10\u0007z\r", ["BEL", "z"]],
	[`${"t".repeat(30)}\r`, ["t".repeat(30)]],
	[`${"t".repeat(31)}\rV\r`, ["too long", "V"]],
	[`${"t".repeat(100_000)}\rV\r`, ["too long", "V"]],
	[`${"t".repeat(100)}\u0007V\r`, ["BEL", "V"]],
])("%j", (text, expected) => {
	expect(read(bytesOf(text))).toEqual(expected);
});

test("it does not matter how the bytes come", () => {
	const byte = fc.constantFrom(...bytesOf("tTFz019AF\r\r\r\n\u0007\u00ff"));
	fc.assert(
		fc.property(
			fc.array(byte, { maxLength: 300 }),
			fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
			(all, sizes) => {
				const pieces: Uint8Array[] = [];
				for (let rest = all; rest.length > 0; ) {
					const [size] = sizes.take(1);
					pieces.push(Uint8Array.from(rest.slice(0, size)));
					rest = rest.slice(size);
				}
				expect(read(...pieces)).toEqual(read(Uint8Array.from(all)));
			},
		),
	);
});

test("100,000 bytes of anything are cut where a plain reading cuts them", () => {
	const random = seeded(41);
	const bytes = Uint8Array.from({ length: 100_000 }, () =>
		random() < 0.06 ? 13 : Math.floor(random() * 256),
	);
	const text =
		String.fromCharCode(...bytes.subarray(0, 50_000)) + String.fromCharCode(...bytes.subarray(50_000));
	const whole = text.slice(0, text.lastIndexOf("\r"));
	const expected = whole.split("\r").flatMap((line) => {
		const parts = line.replaceAll("\n", "").split("\u0007");
		const last = parts.pop() as string;
		return [...parts.map(() => "BEL"), last.length > 30 ? "too long" : last];
	});
	expect(read(bytes).slice(0, expected.length)).toEqual(expected);
	expect(expected).toContain("too long");
	expect(expected).toContain("BEL");
});
