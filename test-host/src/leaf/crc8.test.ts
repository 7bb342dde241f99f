import { expect, test } from "@jest/globals";
import { CRC8, crc8 } from "../../../src/leaf/crc8";

/** Polynomial division bit by bit, as the definition reads. */
function byDefinition(data: readonly number[]): number {
	let crc = 0;
	for (const byte of data) {
		for (let bit = 7; bit >= 0; bit--) {
			const carry = (crc >> 7) ^ ((byte >> bit) & 1);
			crc = ((crc << 1) & 0xff) ^ (carry ? 0x85 : 0);
		}
	}
	return crc;
}

test("agrees with the division it stands for", () => {
	const bytes = [0x00, 0x80, 0xc1, 0x2a, 0x00, 0xff, 0x01];
	for (let length = 0; length <= bytes.length; length++) {
		expect(crc8(Uint8Array.from(bytes), length)).toBe(byDefinition(bytes.slice(0, length)));
	}
	expect([...CRC8]).toEqual(Array.from({ length: 256 }, (_, byte) => byDefinition([byte])));
});

test("of a captured 0x1DB frame is its last byte", () => {
	expect(crc8(Uint8Array.of(0x00, 0x80, 0xc1, 0x2a, 0x00, 0x00, 0x01, 0xb2), 7)).toBe(0xb2);
});
