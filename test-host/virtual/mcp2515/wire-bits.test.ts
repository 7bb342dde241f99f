import { expect, test } from "@jest/globals";
import { crc15, frameBits, stuffBits } from "./wire-bits";

const bitsOf = (text: string) => [...text].map(Number);

test("the CRC has the check value of its catalogue entry, CRC-15/CAN", () => {
	const bits = [...Buffer.from("123456789")].flatMap((byte) => bitsOf(byte.toString(2).padStart(8, "0")));
	expect(crc15(bits)).toBe(0x059e);
});

test.each([
	["0000", 0],
	["00000", 1],
	["0000000000", 2],
	["111111111", 1],
	["0000111100001111", 0],
	// The stuffed 1 makes a row of five with the four that follow.
	["000001111", 2],
	["0000011110000", 3],
])("%s: %d stuff bits", (bits, count) => {
	expect(stuffBits(bitsOf(bits))).toBe(count);
});

/** From the start bit to the CRC as on the wire, written out by hand; 10 bits follow (2.1). */
test.each([
	["zeros only", { id: 0, dlc: 0, data: [] }, "0000010000010000010000010000010000010000"],
	["remote", { id: 0x123, dlc: 2, data: [], remote: true }, "0001001000111000010101010100110110"],
	[
		"extended",
		{ id: 0x1abcdef0, dlc: 1, data: [0x55], extended: true },
		"01101010111110100110111101111000001000001101010101101011010101101",
	],
	[
		"pack current and voltage",
		{ id: 0x1db, dlc: 8, data: [0xff, 0x20, 0xc5, 0xaa, 0x00, 0xff, 0x91, 0x71] },
		"00011101101100010001111101110010000011100010110101010000010000111110111100100010111000101111101111100110",
	],
])("%s", (_, frame, wire) => {
	expect(frameBits(frame)).toBe(wire.length + 10);
});

test("a DLC above 8 means 8 bytes", () => {
	const frame = { id: 0x555, data: [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55] };
	const short = frameBits({ ...frame, dlc: 8 });
	expect(Math.abs(frameBits({ ...frame, dlc: 15 }) - short)).toBeLessThan(8);
	expect(short).toBeGreaterThanOrEqual(44 + 64);
});
