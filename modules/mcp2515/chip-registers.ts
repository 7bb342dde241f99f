// biome-ignore-all lint/style/noNonNullAssertion: every index is below the fixed length of its buffer

import type { SPI } from "./io";
import { Instruction } from "./registers";

/** Reads and writes registers, one SPI transaction a call. Allocates only in `writeBlock`. */
export class ChipRegisters {
	readonly #spi: SPI;
	readonly #one = new Uint8Array(1);
	readonly #two = new Uint8Array(2);
	readonly #three = new Uint8Array(3);
	readonly #four = new Uint8Array(4);

	constructor(spi: SPI) {
		this.#spi = spi;
	}

	/** Sends an instruction of one byte: RESET or RTS. */
	instruct(instruction: number): void {
		this.#one[0] = instruction;
		this.#spi.transfer(this.#one);
	}

	/** The byte that READ STATUS gives (12.8). */
	status(): number {
		this.#two[0] = Instruction.readStatus;
		this.#spi.transfer(this.#two);
		return this.#two[1]!;
	}

	read(address: number): number {
		const bytes = this.#three;
		bytes[0] = Instruction.read;
		bytes[1] = address;
		this.#spi.transfer(bytes);
		return bytes[2]!;
	}

	/** Two registers in a row: the first in bits 7 to 0, the next in bits 15 to 8. */
	readPair(address: number): number {
		const bytes = this.#four;
		bytes[0] = Instruction.read;
		bytes[1] = address;
		this.#spi.transfer(bytes);
		return bytes[2]! | (bytes[3]! << 8);
	}

	/** As many registers in a row as `into` is long, less 2: they are at its end afterwards. */
	readBlock(address: number, into: Uint8Array): void {
		into[0] = Instruction.read;
		into[1] = address;
		this.#spi.transfer(into);
	}

	write(address: number, value: number): void {
		const bytes = this.#three;
		bytes[0] = Instruction.write;
		bytes[1] = address;
		bytes[2] = value;
		this.#spi.transfer(bytes);
	}

	/** Two registers in a row. */
	writePair(address: number, first: number, second: number): void {
		this.transferFour(Instruction.write, address, first, second);
	}

	/** Registers in a row. */
	writeBlock(address: number, values: readonly number[]): void {
		this.#spi.transfer(Uint8Array.of(Instruction.write, address, ...values));
	}

	/** Changes the bits of `mask` to those of `value`; the chip can do so for some registers only (11.0). */
	modify(address: number, mask: number, value: number): void {
		this.transferFour(Instruction.bitModify, address, mask, value);
	}

	private transferFour(instruction: number, address: number, first: number, second: number): void {
		const bytes = this.#four;
		bytes[0] = instruction;
		bytes[1] = address;
		bytes[2] = first;
		bytes[3] = second;
		this.#spi.transfer(bytes);
	}
}
