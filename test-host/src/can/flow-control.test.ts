import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { flowControl, parseFlowControl, separationByte, separationMs } from "../../../src/can/flow-control";
import { formatFrame, frameOf } from "../../virtual/frame-text";

const parse = (hex: string) => parseFlowControl(frameOf(0x79b, hex));

describe("a flow control frame", () => {
	test("of ours lets all frames come, 25 ms apart", () => {
		expect(formatFrame(flowControl(0x79b))).toBe("0x79B#3000190000000000");
	});

	test("may ask for anything else", () => {
		expect(formatFrame(flowControl(0x797, "continue", 4, 0.3))).toBe("0x797#3004F30000000000");
		expect(formatFrame(flowControl(0x79b, "wait", 0, 0))).toBe("0x79B#3100000000000000");
		expect(formatFrame(flowControl(0x79b, "overflow", 0, 0))).toBe("0x79B#3200000000000000");
	});

	test.each([
		["300019", { status: "continue", blockSize: 0, separationMs: 25 }],
		["3008F5", { status: "continue", blockSize: 8, separationMs: 0.5 }],
		["31FF00AAAAAAAAAA", { status: "wait", blockSize: 255, separationMs: 0 }],
		["320000", { status: "overflow", blockSize: 0, separationMs: 0 }],
		["330000", { status: "invalid", blockSize: 0, separationMs: 0 }],
		["3F0080", { status: "invalid", blockSize: 0, separationMs: 127 }],
	])("%s is read", (hex, flow) => {
		expect(parse(hex)).toEqual(flow);
	});

	test.each(["", "30", "3000", "200019", "0300190000000000"])("%p is none", (hex) => {
		expect(parse(hex)).toBeUndefined();
	});

	test("is read as it was written", () => {
		const status = fc.constantFrom("continue" as const, "wait" as const, "overflow" as const);
		const separation = fc.oneof(
			fc.nat(127),
			fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10),
		);
		fc.assert(
			fc.property(status, fc.nat(255), separation, (status, blockSize, separationMs) => {
				const frame = flowControl(0x79b, status, blockSize, separationMs);
				expect(parseFlowControl(frame)).toEqual({ status, blockSize, separationMs });
			}),
		);
	});
});

test.each([
	[0x00, 0],
	[0x7f, 127],
	[0xf1, 0.1],
	[0xf9, 0.9],
	[0x80, 127],
	[0xf0, 127],
	[0xfa, 127],
	[0xff, 127],
])("a STmin of %p is %p ms", (byte, ms) => {
	expect(separationMs(byte)).toBe(ms);
});

test("a separation time is never shortened, except to the longest there is", () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 127, noNaN: true }), (ms) => {
			expect(separationMs(separationByte(ms))).toBeGreaterThanOrEqual(ms);
		}),
	);
	expect([-1, 0.91, 128, 5000].map(separationByte)).toEqual([0, 1, 127, 127]);
});
