import { type BusFrame, lengthOf } from "./bus-frame";

/** Recessive bits between two frames (2.6). */
export const INTERFRAME_BITS = 3;
/** Recessive bits at the end of a frame after the acknowledge slot: its delimiter and the end of frame (2.1). */
export const RECESSIVE_END_BITS = 8;

/** What follows the CRC unstuffed: its delimiter, the acknowledge slot, and the recessive end (2.1). */
const UNSTUFFED_BITS = 2 + RECESSIVE_END_BITS;
const CRC_BITS = 15;
/** x^15 + x^14 + x^10 + x^8 + x^7 + x^4 + x^3 + 1 without its first term (ISO 11898-1, CRC sequence). */
const CRC_POLYNOMIAL = 0x4599;
/** After as many equal bits one of the other level is stuffed in (ISO 11898-1, bit stuffing). */
const STUFF_AFTER = 5;

/**
 * How many bits a frame is long on the wire, from its start bit to its end of frame (2.1 to 2.3), with the stuff
 * bits that its own bits and CRC make necessary; `INTERFRAME_BITS` not included.
 */
export function frameBits(frame: BusFrame): number {
	const bits = contentBits(frame);
	append(bits, crc15(bits), CRC_BITS);
	return bits.length + stuffBits(bits) + UNSTUFFED_BITS;
}

/** The CRC of a sequence of bits. */
export function crc15(bits: readonly number[]): number {
	let crc = 0;
	for (const bit of bits) {
		const carry = (crc >> (CRC_BITS - 1)) ^ bit;
		crc = (crc << 1) & 0x7fff;
		if (carry) crc ^= CRC_POLYNOMIAL;
	}
	return crc;
}

/** Start bit, arbitration, control and data field: what the CRC is about (2.1, 2.2). */
function contentBits(frame: BusFrame): number[] {
	const remote = frame.remote ? 1 : 0;
	const bits = [0];
	if (frame.extended) {
		append(bits, frame.id >>> 18, 11);
		append(bits, 0b11, 2);
		append(bits, frame.id, 18);
		append(bits, remote << 2, 3);
	} else {
		append(bits, frame.id, 11);
		append(bits, remote << 2, 3);
	}
	append(bits, frame.dlc, 4);
	for (let index = 0; index < lengthOf(frame); index++) append(bits, frame.data[index] ?? 0, 8);
	return bits;
}

/** The lowest `count` bits of a value, highest first. */
function append(bits: number[], value: number, count: number): void {
	for (let bit = count - 1; bit >= 0; bit--) bits.push((value >>> bit) & 1);
}

/** How many bits are stuffed in. Each counts as the first of the next row of equal bits. */
export function stuffBits(bits: readonly number[]): number {
	let stuffed = 0;
	let level = 1;
	let row = 0;
	for (const bit of bits) {
		row = bit === level ? row + 1 : 1;
		level = bit;
		if (row < STUFF_AFTER) continue;
		stuffed += 1;
		level = 1 - level;
		row = 1;
	}
	return stuffed;
}
