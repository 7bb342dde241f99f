// biome-ignore-all lint/style/noNonNullAssertion: every index is a byte or below `length`

/** Generator polynomial of the Leaf's CRC-8 (Leaf protocol facts, 2.1): initial value 0, MSB first, no final XOR. */
const POLYNOMIAL = 0x85;

/** The CRC-8 of each byte: `CRC8[crc ^ byte]` takes one more byte into a CRC. */
export const CRC8 = buildTable();

/**
 * CRC-8 over the first `length` bytes.
 *
 * @param length Bytes to take in, 0 to `data.length`.
 */
export function crc8(data: Uint8Array, length: number): number {
	let crc = 0;
	for (let index = 0; index < length; index++) crc = CRC8[crc ^ data[index]!]!;
	return crc;
}

function buildTable(): Uint8Array {
	const table = new Uint8Array(256);
	for (let index = 0; index < 256; index++) {
		let crc = index;
		for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
		table[index] = crc;
	}
	return table;
}
