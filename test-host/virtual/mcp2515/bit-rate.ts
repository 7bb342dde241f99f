import type { RegisterFile } from "./register-file";
import { Address } from "./register-map";

/** Bits a second that the CNF registers make of a crystal (5.1, 5.5). */
export function bitrateOf(registers: RegisterFile, crystalHz: number): number {
	const cnf1 = registers.get(Address.CNF1);
	const cnf2 = registers.get(Address.CNF2);
	const cnf3 = registers.get(Address.CNF3);
	const propagation = (cnf2 & 0x07) + 1;
	const segment1 = ((cnf2 >> 3) & 0x07) + 1;
	// Register 5-2: without BTLMODE, PS2 is as long as PS1, but not below 2.
	const segment2 = cnf2 & 0x80 ? (cnf3 & 0x07) + 1 : Math.max(segment1, 2);
	return crystalHz / (2 * ((cnf1 & 0x3f) + 1) * (1 + propagation + segment1 + segment2));
}
