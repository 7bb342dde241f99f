// biome-ignore-all lint/style/noNonNullAssertion: compileSignal computes every index to lie within the frame

import { deepFreeze } from "../deep-freeze";
import type { Generation } from "./generation";

/** The raw value that another signal of the frame must have, or must not have, for a signal's bits to mean it. */
export type Condition =
	| { readonly signal: string; readonly equals: number }
	| { readonly signal: string; readonly not: number };

/**
 * A value inside a CAN frame, in the terms of a DBC file; big-endian (`@0`) only. The Leaf's little-endian values
 * (`@1`) that are read here lie within one byte, where the two notations differ only in which bit they count from.
 */
export interface Signal {
	/** Unit of the value read; empty for codes and flags. */
	readonly unit: string;
	/** Bit number of the most significant bit: byte * 8 + bit, bit 7 being a byte's highest. */
	readonly start: number;
	/** In bits. */
	readonly length: number;
	/** Two's complement; unsigned without it. */
	readonly signed?: boolean;
	/** Value = raw * scale + offset; 1 when left out. */
	readonly scale?: number;
	/** 0 when left out. */
	readonly offset?: number;
	/** Raw values by which the car says that it has no value. */
	readonly invalid?: number | readonly number[];
	readonly when?: Condition;
	/** Generations where the bits mean this; all that send the message when left out. */
	readonly generations?: readonly Generation[];
}

/** Reads one signal from a frame's 8 bytes; `undefined` when the car says that it has no value. */
export type Read = (data: Uint8Array) => number | undefined;

/**
 * Turns a signal into a function of plain shifts; `when` is left to the caller, who knows the other signals.
 *
 * Done once, when the module is loaded. A call costs 27 to 50 bytecodes in XS, where interpreting the description
 * for each frame would cost hundreds.
 *
 * @throws RangeError for a signal that leaves the frame or spans more bytes than there is a reader for.
 */
export function compileSignal(signal: Signal): Read {
	const { scale = 1, offset = 0, invalid } = signal;
	if (offset === 0 && typeof invalid !== "object") return reader(signal, scale, invalid);
	const excluded = deepFreeze(typeof invalid === "object" ? invalid : [invalid]);
	return linear(reader(signal, 1, undefined), excluded, { scale, offset });
}

/** How many bytes a frame must have for the signal to be in it, 1 to 8. */
export function bytesNeeded({ start, length }: Signal): number {
	return (start >> 3) + ((7 - (start & 7) + length + 7) >> 3);
}

/**
 * Lets `read` through only while the signal `flag` meets the condition.
 *
 * @throws RangeError when the flag spans more than one byte.
 */
export function readWhen(flag: Signal, condition: Condition, read: Read): Read {
	const byte = flag.start >> 3;
	const lowest = (flag.start & 7) + 1 - flag.length;
	if (lowest < 0) throw new RangeError(`${flag.start}|${flag.length}: a condition within one byte is needed`);
	const mask = ((1 << flag.length) - 1) << lowest;
	if ("not" in condition) {
		const unwanted = condition.not << lowest;
		return (data) => ((data[byte]! & mask) === unwanted ? undefined : read(data));
	}
	const wanted = condition.equals << lowest;
	return (data) => ((data[byte]! & mask) === wanted ? read(data) : undefined);
}

/**
 * Picks the reader for the bytes that a signal touches. The bytes are put together at the top of a 32-bit word with
 * the signal's first bit as bit 31, so that one shift to the right drops what follows and extends the sign.
 */
function reader(signal: Signal, scale: number, invalid: number | undefined): Read {
	const { start, length, signed = false } = signal;
	const first = start >> 3;
	const above = 7 - (start & 7);
	const span = bytesNeeded(signal) - first;
	if (length < 1 || start < 0 || first + span > 8)
		throw new RangeError(`${start}|${length}: not within 8 bytes`);
	const bits: Bits = { byte: first, up: 24 + above, down: 32 - length, scale, invalid };
	if (signed && span <= 2) return signedOfTwo(bits);
	if (!signed && span === 1 && scale === 1 && invalid === undefined) return code(bits);
	if (!signed && span === 1) return ofOne(bits);
	if (!signed && span === 2) return ofTwo(bits);
	if (!signed && span === 3) return ofThree(bits);
	throw new RangeError(`${start}|${length}: no reader for ${span} bytes${signed ? ", signed" : ""}`);
}

type Sentinel = number | undefined;

/**
 * Where the bits are and what they mean. The readers take it apart into constants of their own: what a closure has
 * from its function's parameters could change, and would cost a place in RAM each.
 */
interface Bits {
	readonly byte: number;
	readonly up: number;
	readonly down: number;
	readonly scale: number;
	readonly invalid: Sentinel;
}

function code(bits: Bits): Read {
	const { byte, up, down } = bits;
	return (data) => (data[byte]! << up) >>> down;
}

function ofOne(bits: Bits): Read {
	const { byte, up, down, scale, invalid } = bits;
	return (data) => {
		const raw = (data[byte]! << up) >>> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

function ofTwo(bits: Bits): Read {
	const { byte, up, down, scale, invalid } = bits;
	const next = byte + 1;
	const nextUp = up - 8;
	return (data) => {
		const raw = ((data[byte]! << up) | (data[next]! << nextUp)) >>> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

function ofThree(bits: Bits): Read {
	const { byte, down, scale, invalid } = bits;
	const next = byte + 1;
	const last = byte + 2;
	const up = bits.up - 16;
	return (data) => {
		const word = (data[byte]! << 16) | (data[next]! << 8) | data[last]!;
		const raw = (word << up) >>> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

/** Also for one byte: what follows it is shifted out. */
function signedOfTwo(bits: Bits): Read {
	const { byte, up, down, scale, invalid } = bits;
	const next = byte + 1;
	const nextUp = up - 8;
	return (data) => {
		const raw = ((data[byte]! << up) | (data[next]! << nextUp)) >> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

function linear(reader: Read, excluded: readonly Sentinel[], line: Line): Read {
	const read = reader;
	const invalid = excluded;
	const { scale, offset } = line;
	return (data) => {
		const raw = read(data);
		return raw === undefined || invalid.includes(raw) ? undefined : raw * scale + offset;
	};
}

/** Value = raw * scale + offset. */
interface Line {
	readonly scale: number;
	readonly offset: number;
}
