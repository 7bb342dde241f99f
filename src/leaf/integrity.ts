// biome-ignore-all lint/style/noNonNullAssertion: every index is a byte, or below the DLC that was checked first

import type { CanFrame } from "../can/frame";
import { CRC8, crc8 } from "./crc8";

/** Why a frame is not believed: `crc` its check sum is wrong, `dlc` it has not the length of its message. */
export type RejectReason = "crc" | "dlc";

/** `undefined` for a frame that may be read, otherwise why not. Allocates nothing. */
export type Check = (frame: CanFrame) => RejectReason | undefined;

/**
 * The check for a message's frames.
 *
 * @param dlc The length they must have.
 * @param crc Whether the last byte is the CRC-8 of the others.
 */
export function checkFor(dlc: number, crc: boolean): Check {
	if (!crc) return (frame) => (frame.dlc === dlc ? undefined : "dlc");
	if (dlc === 8) return checkCrcOf8;
	return (frame) => {
		if (frame.dlc !== dlc) return "dlc";
		return crc8(frame.data, dlc - 1) === frame.data[dlc - 1] ? undefined : "crc";
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
