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
/** A measurement that fits no crystal, or does not end, is believed the third time. */
const MISSES = 3;
/** The MCU may be busy with something else when a flag comes. Then the measurement is vague, and tried again so often. */
const ATTEMPTS = 20;
/** How much the bounds of the time may differ, ms, in a measurement that is not vague. */
const VAGUE = 2;

/** Between which bounds the time between two flags lies, ms. */
interface Interval {
	readonly least: number;
	readonly most: number;
}

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
	let misses = 0;
	for (let attempt = 0; attempt < ATTEMPTS && misses < MISSES; attempt++) {
		const time = timeFrame(spi, registers, now);
		const fitting = time === undefined ? [] : CRYSTALS.filter((crystal) => fits(crystal, time));
		if (fitting.length === 1) return fitting[0];
		if (time === undefined || time.most - time.least <= VAGUE) misses += 1;
	}
	return undefined;
}

function fits(crystal: number, { least, most }: Interval): boolean {
	const nominal = (BITS_BETWEEN * CLOCKS_PER_BIT * 1000) / crystal;
	return most * (1 + TOLERANCE) >= nominal && least * (1 - TOLERANCE) <= nominal;
}

/** From the end of one frame to the end of the next, ms. */
function timeFrame(spi: SPI, registers: ChipRegisters, now: () => number): Interval | undefined {
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
	if (first === undefined || second === undefined) return undefined;
	return { least: second.least - first.most, most: second.most - first.least };
}

/** When a bit of READ STATUS was set, ms: after the last look that did not see it, before the first that did. */
function awaitStatus(
	registers: ChipRegisters,
	bit: number,
	now: () => number,
	deadline: number,
): Interval | undefined {
	let least = now();
	for (let poll = 0; poll < MAX_POLLS; poll++) {
		const before = now();
		const isSet = (registers.status() & bit) !== 0;
		const most = now();
		if (isSet) return { least, most };
		if (most >= deadline) return undefined;
		least = before;
	}
	return undefined;
}
