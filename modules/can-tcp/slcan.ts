/*
 * SLCAN as of the CAN232 and CANUSB manuals of Lawicel: lines of ASCII, a letter and its arguments in hexadecimal,
 * ended by CR. A command is answered by CR, perhaps behind a value, or by BEL when it is refused; each has one answer.
 * Received frames come in between, in the same form in which they are sent.
 */

/** Ends a line; alone, the answer to a command that was obeyed. */
export const CR = 0x0d;
/** The answer to a command that was refused. It needs no CR. */
export const BEL = 0x07;

/** `Tiiiiiiiildddddddddddddddd` and a time stamp of four digits: no line is longer, bytes without the CR. */
export const LONGEST_LINE = 30;
/** Time stamps count milliseconds up to here, then begin anew (CAN232 manual, command Z). */
export const STAMP_PERIOD = 60_000;

/** First letter of a line as character code. */
export const Letter = Object.freeze({
	/** Close the bus. */
	C: 0x43,
	/** Status flags: `Fxx`. */
	F: 0x46,
	/** Open the bus to listen only. */
	L: 0x4c,
	/** Acceptance code and mask, 8 digits each. */
	M: 0x4d,
	m: 0x6d,
	/** Serial number: `Nxxxx`. */
	N: 0x4e,
	/** Open the bus. */
	O: 0x4f,
	/** Remote frames, with 29 and 11 bits of identifier. */
	R: 0x52,
	r: 0x72,
	/** Bit rate, one digit. */
	S: 0x53,
	/** Data frames, with 29 and 11 bits of identifier. */
	T: 0x54,
	t: 0x74,
	/** Version: `Vhhss`, hardware and software. */
	V: 0x56,
	/** Time stamps behind received frames: 0 or 1. As an answer: a frame with 29 bits has been sent. */
	Z: 0x5a,
	/** The answer: a frame with 11 bits has been sent. */
	z: 0x7a,
} as const);

/** Status flags (CAN232 manual, command F), as the SJA1000 has them. */
export const Flag = Object.freeze({
	/** Received frames were lost. */
	overrun: 0x08,
	/** Too many errors to take part in the bus in earnest. */
	passive: 0x20,
	/** There are errors on the bus. */
	busError: 0x80,
} as const);

/** Bits a second by the digit behind `S` (CAN232 manual, command S). */
export const BITRATES: readonly number[] = Object.freeze([
	10_000, 20_000, 50_000, 100_000, 125_000, 250_000, 500_000, 800_000, 1_000_000,
]);

/** A CAN frame as a line can say it. The same objects are used again and again: copy what must outlive a call. */
export interface SlcanFrame {
	/** Identifier, 0 to 0x7FF, or to 0x1FFFFFFF when `extended`. */
	id: number;
	/** How many bytes of `data` are meant, 0 to 8. */
	dlc: number;
	/** Always 8 bytes long; bytes from `dlc` on are undefined, as all are of a remote frame. */
	readonly data: Uint8Array;
	extended: boolean;
	remote: boolean;
	/** When it was received, ms up to `STAMP_PERIOD`; `undefined` when that is not said. */
	stamp: number | undefined;
}

/** What is needed of a frame to say it: without the rest it is a data frame with an 11-bit identifier. */
export type Sayable = Readonly<Pick<SlcanFrame, "id" | "dlc" | "data">> &
	Partial<Readonly<Pick<SlcanFrame, "extended" | "remote">>>;

/** An empty frame to fill. */
export function emptySlcanFrame(): SlcanFrame {
	return { id: 0, dlc: 0, data: new Uint8Array(8), extended: false, remote: false, stamp: undefined };
}
