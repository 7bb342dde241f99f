import { LBC } from "./ecu";
import { READ_GROUP } from "./field-reply";
import { defineReply } from "./reply";

const FIRST = 2;
const PACKED_END = FIRST + 12;
const END = FIRST + 24;
const FILLER = 0xff;

/**
 * Group 06 of the battery controller: how many cells are being drained to match the others.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 06` |
 * | 2-25 | ZE0, AZE0: four cells in the lower half of each byte |
 * | 2-13, 14-25 | ZE1, e-NV200 of 40 kWh: eight cells in each byte, then 12 times FF |
 *
 * Which bit is which cell is disputed, so only their number is told; not when all bytes are FF. Source: Leaf protocol
 * facts, 4.7.
 */
export const group06 = defineReply<"shuntsActive">({
	name: "group06",
	ecu: LBC,
	request: [READ_GROUP, 0x06],
	minLength: END,
	maxLength: 64,
	decode(payload) {
		const packed = filled(payload, PACKED_END);
		if (packed && filled(payload, FIRST)) return {};
		const bits = packed ? 0xff : 0x0f;
		let shuntsActive = 0;
		for (let index = FIRST; index < (packed ? PACKED_END : END); index++) {
			shuntsActive += ones((payload[index] as number) & bits);
		}
		return { shuntsActive };
	},
});

function filled(payload: Uint8Array, from: number): boolean {
	for (let index = from; index < END; index++) if (payload[index] !== FILLER) return false;
	return true;
}

function ones(byte: number): number {
	let count = 0;
	for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
	return count;
}
