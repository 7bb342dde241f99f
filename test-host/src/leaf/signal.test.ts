import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bytesNeeded, compileSignal, readWhen, type Signal } from "../../../src/leaf/signal";

/** The signal's bits, read off one by one as the DBC notation defines them. */
function byDefinition({ start, length, signed = false }: Signal, data: Uint8Array): number {
	const first = (start >> 3) * 8 + 7 - (start & 7);
	let raw = 0;
	for (let bit = first; bit < first + length; bit++) {
		raw = raw * 2 + (((data[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
	}
	return signed && raw >= 2 ** (length - 1) ? raw - 2 ** length : raw;
}

/** Signals of up to `bytes` bytes anywhere in a frame. */
const signals = (bytes: number, signed: boolean) =>
	fc
		.record({ first: fc.nat(7), above: fc.nat(7), length: fc.integer({ min: 1, max: bytes * 8 }) })
		.filter(({ first, above, length }) => above + length <= bytes * 8 && first * 8 + above + length <= 64)
		.map(({ first, above, length }): Signal => ({ unit: "", start: first * 8 + 7 - above, length, signed }));

const frames = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe("a compiled signal", () => {
	test.each([
		["unsigned, up to 3 bytes", signals(3, false)],
		["signed, up to 2 bytes", signals(2, true)],
	])("reads the bits of its definition: %s", (_, anySignal) => {
		fc.assert(
			fc.property(anySignal, frames, (signal, data) => {
				expect(compileSignal(signal)(data)).toBe(byDefinition(signal, data));
				expect(compileSignal({ ...signal, scale: 0.5 })(data)).toBe(byDefinition(signal, data) * 0.5);
			}),
			{ numRuns: 1000 },
		);
	});

	const data = Uint8Array.of(0xff, 0xc0, 0x7f, 0x05, 0, 0, 0, 0);

	test("gives nothing for its sentinel, whatever the scale", () => {
		expect(
			compileSignal({ unit: "%", start: 7, length: 10, scale: 0.1, invalid: 0x3ff })(data),
		).toBeUndefined();
		expect(compileSignal({ unit: "%", start: 23, length: 8, invalid: 0x7f })(data)).toBeUndefined();
		expect(compileSignal({ unit: "%", start: 31, length: 8, invalid: 0x7f })(data)).toBe(5);
	});

	test("compares the sentinel with the raw value, not with the scaled one", () => {
		const signal: Signal = { unit: "°C", start: 31, length: 8, scale: 2, offset: -40, invalid: [10, 250] };
		expect(compileSignal(signal)(data)).toBe(-30);
		expect(compileSignal({ ...signal, invalid: [5] })(data)).toBeUndefined();
	});

	test("adds its offset", () => {
		expect(compileSignal({ unit: "°C", start: 31, length: 8, offset: -40 })(data)).toBe(-35);
	});

	test.each([
		["begins behind the frame", { start: 71, length: 1 }],
		["ends behind the frame", { start: 56, length: 2 }],
		["has no bits", { start: 7, length: 0 }],
		["spans four bytes", { start: 0, length: 20 }],
		["is signed and spans three bytes", { start: 7, length: 17, signed: true }],
	])("is refused when it %s", (_, signal) => {
		expect(() => compileSignal({ unit: "", ...signal })).toThrow(RangeError);
	});
});

test.each([
	[7, 8, 1],
	[0, 1, 1],
	[8, 9, 3],
	[12, 2, 2],
	[55, 8, 7],
	[52, 13, 8],
])("a signal %i|%i needs %i bytes", (start, length, bytes) => {
	expect(bytesNeeded({ unit: "", start, length })).toBe(bytes);
});

describe("a signal that depends on another", () => {
	const read = compileSignal({ unit: "", start: 7, length: 8 });
	const flag: Signal = { unit: "", start: 13, length: 2 };
	const frame = (around: number, code: number) => Uint8Array.of(9, around | (code << 4), 0, 0, 0, 0, 0, 0);
	const valuesByCode = (around: number, conditional: typeof read) =>
		[0, 1, 2, 3].map((code) => conditional(frame(around, code)));

	test.each([0x00, 0xcf])(
		"is there only while that has, or has not, the value; other bits are %i",
		(around) => {
			const ifTwo = readWhen(flag, { signal: "flag", equals: 2 }, read);
			const unlessTwo = readWhen(flag, { signal: "flag", not: 2 }, read);
			expect(valuesByCode(around, ifTwo)).toEqual([undefined, undefined, 9, undefined]);
			expect(valuesByCode(around, unlessTwo)).toEqual([9, 9, undefined, 9]);
		},
	);

	test("is refused when the other spans two bytes", () => {
		const wide: Signal = { unit: "", start: 8, length: 2 };
		expect(() => readWhen(wide, { signal: "wide", equals: 1 }, read)).toThrow(RangeError);
	});
});
