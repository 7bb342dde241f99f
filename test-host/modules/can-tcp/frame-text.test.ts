import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LONGEST_FRAME, parseFrame, writeFrame } from "../../../modules/can-tcp/frame-text";
import { emptySlcanFrame, LONGEST_LINE, type SlcanFrame } from "../../../modules/can-tcp/slcan";

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function parse(text: string): SlcanFrame | undefined {
	const line = new Uint8Array(LONGEST_LINE + 1).fill(0x30);
	line.set(bytesOf(text));
	const frame = emptySlcanFrame();
	return parseFrame(line, text.length, frame) ? frame : undefined;
}

function write(frame: Parameters<typeof writeFrame>[0], stamp?: number): string {
	const bytes = new Uint8Array(LONGEST_FRAME);
	return String.fromCharCode(...bytes.subarray(0, writeFrame(frame, bytes, 0, stamp)));
}

const DATA = [0x21, 0x01, 0xab, 0, 0, 0, 0, 0];

/** As in the CAN232 manual, commands t, T, r and R, and the battery of a Leaf. */
const WORKED: readonly [string, object][] = [
	["t10021133", { id: 0x100, dlc: 2, data: [0x11, 0x33], extended: false, remote: false }],
	["t0200", { id: 0x20, dlc: 0, data: [] }],
	["t79B80221010000000000", { id: 0x79b, dlc: 8, data: [0x02, 0x21, 1, 0, 0, 0, 0, 0] }],
	["t7ff1FF", { id: 0x7ff, dlc: 1, data: [0xff] }],
	["T0000010021133", { id: 0x100, dlc: 2, data: [0x11, 0x33], extended: true, remote: false }],
	["T1FFFFFFF81122334455667788", { id: 0x1fffffff, dlc: 8, data: [17, 34, 51, 68, 85, 102, 119, 136] }],
	["r1002", { id: 0x100, dlc: 2, data: [], extended: false, remote: true }],
	["R000001008", { id: 0x100, dlc: 8, data: [], extended: true, remote: true }],
	["t10021133EA5F", { id: 0x100, dlc: 2, data: [0x11, 0x33], stamp: 59_999 }],
	["T1FFFFFFF811223344556677880000", { id: 0x1fffffff, dlc: 8, stamp: 0 }],
];

test.each(WORKED)("%s is read", (text, expected) => {
	const { data, ...rest } = expected as { data?: number[] };
	const frame = parse(text);
	expect(frame).toMatchObject({ ...rest });
	if (data !== undefined) expect([...(frame?.data ?? [])].slice(0, data.length)).toEqual(data);
});

test.each([
	...["", "t", "t1", "t100", "t8000", "tF000", "t1009", "t100A", "t10011", "t100111223", "t1001112233445"],
	...[
		"t10G0",
		"t1001G1",
		"t100 ",
		"T1000",
		"T200000000",
		"T1000000X0",
		"t1001 1",
		"r10021",
		"r80F8",
		"x1000",
	],
	...["t10021133EA60", "t10021133EA5", "t100211331234567", "r100211"],
])("%j is none", (text) => {
	expect(parse(text)).toBeUndefined();
});

describe("written frames", () => {
	test("have capitals, leading zeros and a CR", () => {
		const frame = { id: 0x1d, dlc: 3, data: Uint8Array.from(DATA) };
		expect(write(frame)).toBe("t01D32101AB\r");
		expect(write(frame, 10)).toBe("t01D32101AB000A\r");
		expect(write({ ...frame, extended: true })).toBe("T0000001D32101AB\r");
		expect(write({ ...frame, remote: true })).toBe("r01D3\r");
		expect(write({ ...frame, extended: true, remote: true, id: 0x1fffffff })).toBe("R1FFFFFFF3\r");
	});

	test("are read as what they were", () => {
		const anyFrame = fc.record({
			id: fc.nat(0x1fffffff),
			dlc: fc.nat(8),
			data: fc.uint8Array({ minLength: 8, maxLength: 8 }),
			extended: fc.boolean(),
			remote: fc.boolean(),
		});
		const anyStamp = fc.option(fc.nat(59_999), { nil: undefined });
		fc.assert(
			fc.property(anyFrame, anyStamp, ({ id, ...rest }, stamp) => {
				const frame = { ...rest, id: rest.extended ? id : id & 0x7ff };
				const text = write(frame, stamp);
				expect(text.length).toBeLessThanOrEqual(LONGEST_FRAME);
				const read = parse(text.slice(0, -1));
				const { extended, remote, dlc } = frame;
				expect(read).toMatchObject({ id: frame.id, dlc, extended, remote, stamp });
				const count = remote ? 0 : dlc;
				expect(read?.data.subarray(0, count)).toEqual(frame.data.subarray(0, count));
			}),
		);
	});
});

test("a line that is read is written the same way, but for small letters", () => {
	const letters = fc.constantFrom(..."tTrR0123456789abcdefABCDEF8 xz\n");
	let frames = 0;
	fc.assert(
		fc.property(
			fc.string({ unit: letters, maxLength: LONGEST_LINE }),
			fc.constantFrom(..."tTrR"),
			(rest, t) => {
				const text = (t + rest).slice(0, LONGEST_LINE);
				const frame = parse(text);
				if (frame === undefined) return;
				frames += 1;
				const upper = t + text.slice(1).toUpperCase();
				expect(write(frame, frame.stamp)).toBe(`${upper}\r`);
			},
		),
		{ numRuns: 5000 },
	);
	expect(frames).toBeGreaterThan(0);
});
