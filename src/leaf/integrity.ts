// biome-ignore-all lint/style/noNonNullAssertion: every index is a byte, or below the DLC that was checked first

import type { CanFrame } from "../can/frame";
import { CRC8, crc8 } from "./crc8";

/** Why a frame is not believed: `crc` its check sum is wrong, of whatever kind; `dlc` no length of its message. */
export type RejectReason = "crc" | "dlc";

/**
 * How a message protects its content (Leaf protocol facts, 2.1): `crc8` the last byte is the CRC-8 of the others;
 * `nibbles` the low half of the last byte is the sum of all other half bytes and of the identifier's hex digits;
 * `none` not at all.
 */
export type Integrity = "crc8" | "nibbles" | "none";

/** `undefined` for a frame that may be read, otherwise why not. Allocates nothing. */
export type Check = (frame: CanFrame) => RejectReason | undefined;

const SUM_IS_RIGHT: Readonly<Record<Integrity, ((frame: CanFrame) => boolean) | undefined>> = Object.freeze({
	crc8: crcIsRight,
	nibbles: nibbleSumIsRight,
	none: undefined,
});

/**
 * The check for a message's frames.
 *
 * @param dlc The length they must have, or the lengths of which they must have one.
 */
export function checkFor(dlc: number | readonly number[], integrity: Integrity): Check {
	if (dlc === 8 && integrity === "crc8") return checkCrcOf8;
	const allowed = [dlc].flat().reduce((bits, length) => bits | (1 << length), 0);
	const sumIsRight = SUM_IS_RIGHT[integrity];
	if (sumIsRight === undefined) return (frame) => ((allowed >> frame.dlc) & 1 ? undefined : "dlc");
	return (frame) => {
		if (((allowed >> frame.dlc) & 1) === 0) return "dlc";
		return sumIsRight(frame) ? undefined : "crc";
	};
}

/** One expression: it runs a hundred times a second, and a loop takes XS twice as many bytecodes. */
function checkCrcOf8(frame: CanFrame): RejectReason | undefined {
	if (frame.dlc !== 8) return "dlc";
	const d = frame.data;
	// The good frame takes the branch that is not jumped over.
	return CRC8[
		CRC8[CRC8[CRC8[CRC8[CRC8[CRC8[d[0]!]! ^ d[1]!]! ^ d[2]!]! ^ d[3]!]! ^ d[4]!]! ^ d[5]!]! ^ d[6]!
	] !== d[7]
		? "crc"
		: undefined;
}

function crcIsRight({ data, dlc }: CanFrame): boolean {
	return crc8(data, dlc - 1) === data[dlc - 1];
}

function nibbleSumIsRight({ id, data, dlc }: CanFrame): boolean {
	// Only the sum's lowest four bits count, so what is above a half byte may stay where it is.
	let sum = (id >> 8) + (id >> 4) + id;
	const last = data[dlc - 1]!;
	for (let index = 0; index < dlc - 1; index++) sum += (data[index]! >> 4) + data[index]!;
	return ((sum + (last >> 4) - last) & 15) === 0;
}
