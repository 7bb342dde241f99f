import type { WantedIds } from "./acceptance";
import type { Frame } from "./frame";
import type { DigitalClass, SPIClass } from "./io";

/** What `MCP2515.open` takes. */
export interface MCP2515Options {
	/** The SPI class, and what it is to be constructed with. */
	readonly spi: { readonly io: SPIClass; readonly [option: string]: unknown };
	/** The class for the pin at INT, and what it is to be constructed with: the pin at least. */
	readonly interrupt: { readonly io: DigitalClass; readonly [option: string]: unknown };
	/** Frequency of the crystal in hertz, printed on its can; `auto` measures whether it is 8, 12, 16 or 20 MHz. */
	readonly crystal: number | "auto";
	/** Bits a second on the bus. */
	readonly bitrate: number;
	readonly accept: WantedIds;
	/** Monotonic time in ms. Fractions are welcome; it must go on while `open` measures the crystal. */
	readonly now: () => number;
	/** Called with each received frame; the object is used again after the call. */
	readonly onFrame: (frame: Frame) => void;
	readonly onError?: (reason: ErrorReason) => void;
	/** The bus has woken the chip from sleep; it is in listen-only mode now, and the first frame is lost. */
	readonly onWake?: () => void;
}

/**
 * Why the chip could not be opened: the crystal cannot make that bit rate; `accept` does not fit the filters; no
 * MCP2515 answers on these pins; it answers but its clock makes no sense; it does not enter the mode asked for.
 */
export interface OpenFailure {
	readonly reason: "bad-bitrate" | "bad-accept" | "no-chip" | "no-crystal" | "mode-refused";
}

/**
 * Why `onError` is called.
 *
 * - `stuck-interrupt`: INT is low though nothing the chip reports explains it (a wire, or a chip without power).
 *   Told once until it is high again; meanwhile the chip is served by `poll` alone.
 * - `mode-refused`: the chip did not enter the mode asked for.
 * - `bus-off`: it took itself off the bus after 256 errors in sending (data sheet DS20001801, 6.6); it is in
 *   listen-only mode now, and what was to be sent is dropped.
 * - `restarted`: it had lost its settings (power, or a disturbance) and was set up again; in listen-only mode.
 * - `no-chip`: it answers no longer. Told once; `poll` tries again every second, and then says `restarted`.
 * - `wrong-bitrate`: there is a live bus of which only errors are heard, so crystal or bit rate is wrong.
 */
export type ErrorReason =
	| "stuck-interrupt"
	| "mode-refused"
	| "bus-off"
	| "restarted"
	| "no-chip"
	| "wrong-bitrate";
