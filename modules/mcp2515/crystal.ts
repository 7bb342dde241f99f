import type { ChipRegisters } from "./chip-registers";
import { zeroCounters } from "./counters";
import type { Frame } from "./frame";
import type { SPI } from "./io";
import { requestMode } from "./modes";
import type { MCP2515Options } from "./options";
import { Status } from "./registers";
import { configure, reset } from "./setup";
import { Transmitter } from "./transmitter";

/** The crystals on the boards sold, hertz. */
const CRYSTALS = Object.freeze([8_000_000, 12_000_000, 16_000_000, 20_000_000]);
/** By how much the measured frequency may be off. Half the way from 16 to 20 MHz is 11 %. */
const TOLERANCE = 0.08;

/** The slowest rate there is: BRP 64, and 25 quanta of 2 * 64 clocks a bit (5.1, registers 5-1 to 5-3). */
const SLOWEST = Object.freeze({ cnf1: 0x3f, cnf2: 0xbf, cnf3: 0x07 });
const CLOCKS_PER_BIT = 25 * 2 * 64;
/** The frame below has no stuff bits: 44 bits around 8 data bytes, then 3 between the frames (2.1, 2.6). */
const BITS_BETWEEN = 44 + 64 + 3;
/** Filters and masks that let everything pass. */
const EVERYTHING = Object.freeze({
	masks: Object.freeze([0, 0] as const),
	filters: Object.freeze([0, 0, 0, 0, 0, 0]),
});

/** For longer than two frames take with the slowest crystal, ms. */
const TIMEOUT = 150;
/** In case that the time does not pass: more than can be asked in that time. */
const MAX_POLLS = 50_000;
/** The MCU may have been busy with something else when a flag came: for longer than this, ms, and it is tried again. */
const LONGEST_GAP = 1;
const ATTEMPTS = 3;

/** The frequency as given or, for `auto`, as measured; else the reason why it cannot be. */
export function findCrystal(
	{ crystal, now }: Pick<MCP2515Options, "crystal" | "now">,
	spi: SPI,
	registers: ChipRegisters,
): number | "no-chip" | "no-crystal" {
	if (crystal !== "auto") return crystal;
	if (!reset(registers)) return "no-chip";
	return detectCrystal(spi, registers, now) ?? "no-crystal";
}

/**
 * Finds out the frequency of the crystal by the time that a frame takes in loopback mode, in which TXCAN stays
 * recessive and RXCAN is ignored (data sheet DS20001801, 10.4): it works on a silent bus and disturbs none. Takes
 * 40 to 100 ms, and leaves the chip to be reset.
 *
 * @param now Monotonic time in ms; whole ones are fine.
 * @returns Hertz, or `undefined` when nothing sensible comes.
 */
function detectCrystal(spi: SPI, registers: ChipRegisters, now: () => number): number | undefined {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const ms = timeFrame(spi, registers, now);
		if (ms === undefined) return undefined;
		const measured = (BITS_BETWEEN * CLOCKS_PER_BIT * 1000) / ms;
		const crystal = CRYSTALS.find((nominal) => Math.abs(measured / nominal - 1) <= TOLERANCE);
		if (crystal !== undefined) return crystal;
	}
	return undefined;
}

/** From the end of one frame to the end of the next, ms. */
function timeFrame(spi: SPI, registers: ChipRegisters, now: () => number): number | undefined {
	if (!reset(registers)) return undefined;
	configure(registers, SLOWEST, EVERYTHING);
	const transmitter = new Transmitter(spi, registers, zeroCounters());
	transmitter.configure();
	if (!requestMode(registers, "loopback")) return undefined;
	const frame: Frame = { id: 0x2aa, dlc: 8, data: new Uint8Array(8).fill(0x55) };
	transmitter.send(frame);
	transmitter.send(frame);
	const deadline = now() + TIMEOUT;
	// The first frame stays in RXB0, so the second rolls over to RXB1 (4.2.1).
	const first = awaitStatus(registers, Status.received0, now, deadline);
	const second = awaitStatus(registers, Status.received1, now, deadline);
	return first === undefined || second === undefined ? undefined : second - first;
}

/** When a bit of READ STATUS was set, ms; not a number when it was not looked at in time. */
function awaitStatus(
	registers: ChipRegisters,
	bit: number,
	now: () => number,
	deadline: number,
): number | undefined {
	let before = now();
	for (let poll = 0; poll < MAX_POLLS; poll++) {
		const isSet = (registers.status() & bit) !== 0;
		const time = now();
		if (isSet) return time - before <= LONGEST_GAP ? time : Number.NaN;
		if (time >= deadline) return undefined;
		before = time;
	}
	return undefined;
}
