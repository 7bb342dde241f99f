import type { ChipRegisters } from "./chip-registers";
import { ErrorFlag, Register } from "./registers";

/** The chip's error counters and what they have made of it (6.6, 6.7). */
export interface BusErrors {
	/** Transmit error counter, 0 to 255. */
	tec: number;
	/** Receive error counter, 0 to 255. Stays 0 in listen-only mode (10.3). */
	rec: number;
	/** `warning` from 96 errors, `passive` from 128, `bus-off` from 256 while sending. */
	state: "active" | "warning" | "passive" | "bus-off";
}

/** Fills in the state of now: 2 SPI transactions. */
export function readBusErrors(registers: ChipRegisters, errors: BusErrors): void {
	const counts = registers.readPair(Register.tec);
	errors.tec = counts & 0xff;
	errors.rec = counts >> 8;
	errors.state = stateOf(registers.read(Register.eflg));
}

function stateOf(flags: number): BusErrors["state"] {
	if (flags & ErrorFlag.busOff) return "bus-off";
	if (flags & (ErrorFlag.receivePassive | ErrorFlag.transmitPassive)) return "passive";
	return flags & ErrorFlag.warning ? "warning" : "active";
}
