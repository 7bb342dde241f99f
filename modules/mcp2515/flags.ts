import type { ChipRegisters } from "./chip-registers";
import { type Counters, countSent } from "./counters";
import { ErrorFlag, Interrupt, Register } from "./registers";

const RECEIVED = Interrupt.received0 | Interrupt.received1;
const OVERFLOWS = ErrorFlag.overflow0 | ErrorFlag.overflow1;

/** What the chip can report besides received frames. */
export interface ChipEvents {
	/** It took itself off the bus after 256 errors in sending (6.6). */
	onBusOff(): void;
	/** The bus woke it up, into listen-only mode (10.2.1). */
	onWake(): void;
}

/** Reads, clears and counts the flags of CANINTF and EFLG that are not about received frames. */
export class Flags {
	readonly #registers: ChipRegisters;
	readonly #counters: Counters;
	readonly #events: ChipEvents;

	constructor(registers: ChipRegisters, counters: Counters, events: ChipEvents) {
		this.#registers = registers;
		this.#counters = counters;
		this.#events = events;
	}

	/** Overflows and errors come first: their flags must be cleared before the interrupt that they caused (7.7). */
	handle(): void {
		const registers = this.#registers;
		const flags = registers.readPair(Register.canintf);
		const errors = flags >> 8;
		const overflows = errors & OVERFLOWS;
		if (overflows !== 0) {
			this.#counters.overflows += overflows === OVERFLOWS ? 2 : 1;
			registers.modify(Register.eflg, overflows, 0);
		}
		const interrupts = flags & 0xff & ~RECEIVED;
		if (interrupts === 0) return;
		registers.modify(Register.canintf, interrupts, 0);
		countSent(this.#counters, interrupts);
		if (interrupts & Interrupt.messageError) this.#counters.messageErrors += 1;
		if (interrupts & Interrupt.error && errors & ErrorFlag.busOff) this.#events.onBusOff();
		else if (interrupts & Interrupt.wake) this.#events.onWake();
	}
}
