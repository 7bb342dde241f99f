import type { Frame } from "./frame";
import type { DigitalClass, SPIClass } from "./io";
import type { ErrorReason } from "./receiver";

/** `listen-only` neither acknowledges nor sends, so no node can notice us (data sheet DS20001801,
 * 10.3); `normal` takes part (10.5). */
export type Mode = "listen-only" | "normal";

/** What `MCP2515.open` takes. */
export interface MCP2515Options {
	/** The SPI class, and what it is to be constructed with. */
	readonly spi: { readonly io: SPIClass; readonly [option: string]: unknown };
	/** The class for the pin at INT, and what it is to be constructed with: the pin at least. */
	readonly interrupt: { readonly io: DigitalClass; readonly [option: string]: unknown };
	/** Frequency of the crystal in hertz; it is printed on its can. */
	readonly crystal: number;
	/** Bits a second on the bus. */
	readonly bitrate: number;
	/** The 11-bit identifiers to receive; none: all. The first two can come in bursts, see `acceptanceFor`. */
	readonly accept: readonly number[];
	/** Called with each received frame; the object is used again after the call. */
	readonly onFrame: (frame: Frame) => void;
	readonly onError?: (reason: ErrorReason) => void;
}

/** Why the chip could not be opened: nothing answers as an MCP2515 does after a reset, or it does not obey. */
export interface OpenFailure {
	readonly reason: "bad-bitrate" | "bad-accept" | "no-chip" | "mode-refused";
}
