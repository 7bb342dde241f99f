// biome-ignore-all lint/style/noNonNullAssertion: every index is below the fixed length of its buffer

import type { Acceptance } from "./acceptance";
import type { BitTiming } from "./bit-timing";
import type { ChipRegisters } from "./chip-registers";
import { MODE_BITS, type Mode, requestMode } from "./modes";
import { Control, INTERRUPTS, Interrupt, Register, WAKE_FILTER } from "./registers";
import { configure, reset } from "./setup";
import type { Transmitter } from "./transmitter";
import type { Turns } from "./turns";

/** REQOP, ABAT and OSM: what of CANCTRL is ours (register 10-1). */
const CONTROL_BITS = Control.modeMask | Control.abortAll | Control.oneShot;

/** Where the filters of RXB1 begin (4.5). */
const RXB1_FILTERS = Object.freeze([Register.rxf2, Register.rxf3, Register.rxf4, Register.rxf5]);
const LAST_FILTER = Object.freeze([Register.rxf5]);

/** What the chip is to be set up with. */
export interface Setup {
	readonly timing: BitTiming;
	readonly acceptance: Acceptance;
}

/** The chip's mode and settings: brings it up, changes its mode, and tells whether it still has what was written. */
export class Controller {
	readonly #registers: ChipRegisters;
	readonly #transmitter: Transmitter;
	readonly #turns: Turns;
	readonly #setup: Setup;
	/** Instruction, address, CNF3, CNF2, CNF1, CANINTE, CANINTF. */
	readonly #settings = new Uint8Array(7);
	#mode: Mode | undefined;

	constructor(registers: ChipRegisters, transmitter: Transmitter, turns: Turns, setup: Setup) {
		this.#registers = registers;
		this.#transmitter = transmitter;
		this.#turns = turns;
		this.#setup = setup;
	}

	/** The mode that the chip has confirmed; `undefined` when it has not. */
	get mode(): Mode | undefined {
		return this.#mode;
	}

	/** From reset to listen-only mode. Says what went wrong, if anything did. */
	start(): "no-chip" | "mode-refused" | undefined {
		this.#mode = undefined;
		if (!reset(this.#registers)) return "no-chip";
		configure(this.#registers, this.#setup.timing, this.#setup.acceptance);
		this.writeTurn();
		this.#transmitter.configure();
		this.#registers.write(Register.caninte, INTERRUPTS);
		return this.follow("listen-only") ? undefined : "mode-refused";
	}

	/** Nothing is known of the chip any more. */
	stop(): void {
		this.#mode = undefined;
	}

	/** Changes mode. What waits to be sent is taken back unless the new mode can send it. */
	enter(mode: Mode): boolean {
		if (this.#mode === "sleep") this.wake();
		const sends = mode === "normal" || mode === "one-shot";
		const clear = sends || this.#transmitter.abort();
		return this.follow(mode) && clear;
	}

	/** After the bus has woken the chip (10.2.1). */
	hasWoken(): boolean {
		return this.follow("listen-only");
	}

	/** From bus-off to listen-only mode. Configuration mode clears the error counters (10.1). */
	leaveBus(): boolean {
		this.#mode = undefined;
		return (
			this.#transmitter.abort() && requestMode(this.#registers, "configuration") && this.follow("listen-only")
		);
	}

	/** Whether there is anything that could take turns and does not. */
	get canSpread(): boolean {
		return !this.#turns.alone && this.#setup.acceptance.exact.length > 1;
	}

	/**
	 * Gives the last filter to the next one in turn (5 transactions). Filters can be written in configuration mode
	 * only (10.1): received frames stay in their buffers, but what is on the bus between the two changes is missed.
	 */
	passTurn(now: number): boolean {
		return !this.#turns.pass(now) || this.changeTurn();
	}

	/** From now on everything but replies takes turns, so that nothing comes close behind anything else. */
	letAllTakeTurns(now: number): boolean {
		this.#turns.letAll(this.#setup.acceptance.exact, now);
		return this.changeTurn();
	}

	private changeTurn(): boolean {
		this.#mode = undefined;
		if (!requestMode(this.#registers, "configuration")) return false;
		this.writeTurn();
		return this.follow("listen-only");
	}

	/** CANINTF, or `undefined` when the chip has lost what was written (2 transactions). */
	inspect(): number | undefined {
		const mode = this.#mode;
		if (mode === undefined) return undefined;
		// The mode comes first: should the chip wake up in between, its flag tells.
		const modes = this.#registers.readPair(Register.canstat);
		const settings = this.#settings;
		this.#registers.readBlock(Register.cnf3, settings);
		const flags = settings[6]!;
		const { cnf1, cnf2, cnf3 } = this.#setup.timing;
		const isSetUp =
			settings[2] === (cnf3 | WAKE_FILTER) &&
			settings[3] === cnf2 &&
			settings[4] === cnf1 &&
			settings[5] === INTERRUPTS;
		const isWaking = mode === "sleep" && (flags & Interrupt.wake) !== 0;
		return isSetUp && (isWaking || isInMode(modes, mode)) ? flags : undefined;
	}

	private follow(mode: Mode): boolean {
		this.#mode = undefined;
		const followed = requestMode(this.#registers, mode) || (mode === "sleep" && this.wasWoken());
		if (followed) this.#mode = mode;
		return followed;
	}

	/** On a live bus sleep may be over before it can be seen: then the interrupt of the wake-up is yet to come. */
	private wasWoken(): boolean {
		return (this.#registers.read(Register.canintf) & Interrupt.wake) !== 0;
	}

	/** 10.2: the MCU wakes the chip by setting the flag itself. */
	private wake(): void {
		this.#registers.modify(Register.canintf, Interrupt.wake, Interrupt.wake);
		this.follow("listen-only");
		this.#registers.modify(Register.canintf, Interrupt.wake, 0);
	}

	private writeTurn(): void {
		const { sidh, sidl, alone } = this.#turns;
		if (sidh < 0) return;
		for (const filter of alone ? RXB1_FILTERS : LAST_FILTER) this.#registers.writePair(filter, sidh, sidl);
	}
}

/** @param modes CANSTAT in bits 7 to 0, CANCTRL in bits 15 to 8. */
function isInMode(modes: number, mode: Mode): boolean {
	const bits = MODE_BITS[mode];
	return ((modes ^ bits) & Control.modeMask) === 0 && (((modes >> 8) ^ bits) & CONTROL_BITS) === 0;
}
