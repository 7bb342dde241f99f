// biome-ignore-all lint/style/noNonNullAssertion: compileSignal computes every index to lie within the frame

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
	const excluded = typeof invalid === "object" ? invalid : [invalid];
	return linear(reader(signal, 1, undefined), excluded, scale, offset);
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
	const up = 24 + above;
	const down = 32 - length;
	if (signed && span <= 2) return signedOfTwo(first, up, down, scale, invalid);
	if (!signed && span === 1 && scale === 1 && invalid === undefined) return code(first, up, down);
	if (!signed && span === 1) return ofOne(first, up, down, scale, invalid);
	if (!signed && span === 2) return ofTwo(first, up, down, scale, invalid);
	if (!signed && span === 3) return ofThree(first, up, down, scale, invalid);
	throw new RangeError(`${start}|${length}: no reader for ${span} bytes${signed ? ", signed" : ""}`);
}

type Sentinel = number | undefined;

function code(byte: number, up: number, down: number): Read {
	return (data) => (data[byte]! << up) >>> down;
}

function ofOne(byte: number, up: number, down: number, scale: number, invalid: Sentinel): Read {
	return (data) => {
		const raw = (data[byte]! << up) >>> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

function ofTwo(byte: number, up: number, down: number, scale: number, invalid: Sentinel): Read {
	const next = byte + 1;
	const nextUp = up - 8;
	return (data) => {
		const raw = ((data[byte]! << up) | (data[next]! << nextUp)) >>> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

function ofThree(byte: number, up: number, down: number, scale: number, invalid: Sentinel): Read {
	const next = byte + 1;
	const last = byte + 2;
	return (data) => {
		const word = (data[byte]! << 16) | (data[next]! << 8) | data[last]!;
		const raw = (word << (up - 16)) >>> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

/** Also for one byte: what follows it is shifted out. */
function signedOfTwo(byte: number, up: number, down: number, scale: number, invalid: Sentinel): Read {
	const next = byte + 1;
	const nextUp = up - 8;
	return (data) => {
		const raw = ((data[byte]! << up) | (data[next]! << nextUp)) >> down;
		return raw === invalid ? undefined : raw * scale;
	};
}

function linear(read: Read, invalid: readonly Sentinel[], scale: number, offset: number): Read {
	return (data) => {
		const raw = read(data);
		return raw === undefined || invalid.includes(raw) ? undefined : raw * scale + offset;
	};
}
