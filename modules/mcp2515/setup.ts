import type { Acceptance } from "./acceptance";
import type { BitTiming } from "./bit-timing";
import type { ChipRegisters } from "./chip-registers";
import { identifierBytes } from "./identifier-bytes";
import { Control, Instruction, MAX_READS, Register, ROLLOVER, WAKE_FILTER } from "./registers";

/**
 * Resets the chip, and with it into configuration mode. It may not answer at once: its start-up timer runs for 128
 * clocks (8.1).
 *
 * @returns `false` when what answers does not look like an MCP2515 after a reset (registers 10-1 and 10-2).
 */
export function reset(registers: ChipRegisters): boolean {
	registers.instruct(Instruction.reset);
	for (let read = 0; read < MAX_READS; read++) {
		const control = registers.readPair(Register.canstat);
		if (control === (Control.statusAfterReset | (Control.afterReset << 8))) return true;
	}
	return false;
}

/** Writes all that can only be changed in configuration mode (10.1), and the receive buffers' mode. */
export function configure(
	registers: ChipRegisters,
	timing: Omit<BitTiming, "samplePoint">,
	acceptance: Pick<Acceptance, "filters" | "masks">,
): void {
	const filters = acceptance.filters.map(identifierBytes);
	registers.writeBlock(Register.rxf0, filters.slice(0, 3).flat());
	registers.writeBlock(Register.rxf3, filters.slice(3).flat());
	registers.writeBlock(Register.rxm0, acceptance.masks.flatMap(identifierBytes));
	registers.writeBlock(Register.cnf3, [timing.cnf3 | WAKE_FILTER, timing.cnf2, timing.cnf1]);
	registers.write(Register.rxb0ctrl, ROLLOVER);
	registers.write(Register.rxb1ctrl, 0);
}
