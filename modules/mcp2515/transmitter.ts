import type { ChipRegisters } from "./chip-registers";
import { type Counters, countSent } from "./counters";
import type { Frame } from "./frame";
import { sidhOf, sidlOf } from "./identifier-bytes";
import type { SPI } from "./io";
import { Control, Instruction, Interrupt, MAX_READS, Register, Status } from "./registers";

const PENDING = Status.pending0 | Status.pending1 | Status.pending2;

/**
 * Fills the transmit buffers. Frames leave in the order of `send`: buffer 0 has the highest priority, and one is
 * only used when those after it are free (3.2). A lone frame is always in buffer 0, the one that early silicon
 * does not corrupt (errata DS80179, 2).
 */
export class Transmitter {
	readonly #spi: SPI;
	readonly #registers: ChipRegisters;
	readonly #counters: Counters;
	/** Instruction, SIDH, SIDL, EID8, EID0, DLC, 8 data bytes (12.6). */
	readonly #bytes = new Uint8Array(14);
	#outstanding = false;

	constructor(spi: SPI, registers: ChipRegisters, counters: Counters) {
		this.#spi = spi;
		this.#registers = registers;
		this.#counters = counters;
	}

	/** Highest priority for buffer 0, and so on (register 3-1). To be called after each reset. */
	configure(): void {
		this.#registers.write(Register.txb0ctrl, 3);
		this.#registers.write(Register.txb1ctrl, 2);
		this.#registers.write(Register.txb2ctrl, 1);
	}

	/** `false` when no buffer is free behind those that are waiting. */
	send(frame: Frame): boolean {
		const buffer = freeBuffer(this.settle());
		if (buffer === undefined) return false;
		const bytes = this.#bytes;
		bytes[0] = Instruction.loadTxBuffer + 2 * buffer;
		bytes[1] = sidhOf(frame.id);
		bytes[2] = sidlOf(frame.id);
		bytes[3] = bytes[4] = 0;
		bytes[5] = Math.min(frame.dlc, 8);
		bytes.set(frame.data, 6);
		this.#spi.transfer(bytes);
		// RTS and not TXREQ: an SPI transaction that sets TXREQ can send the frame twice (errata DS80179, 5).
		this.#registers.instruct(Instruction.requestToSend | (1 << buffer));
		this.#outstanding = true;
		return true;
	}

	/** Takes back what is still waiting (3.6). `false` when the chip does not let go of it. */
	abort(): boolean {
		this.#registers.modify(Register.canctrl, Control.abortAll, Control.abortAll);
		let pending = this.settle() & PENDING;
		for (let read = 0; pending !== 0 && read < MAX_READS; read++) pending = this.settle() & PENDING;
		this.#registers.modify(Register.canctrl, Control.abortAll, 0);
		return pending === 0;
	}

	/** Brings `counters.sent` up to date. */
	refresh(): void {
		if (this.#outstanding) this.settle();
	}

	/** Asks for READ STATUS and counts what it says was sent. */
	private settle(): number {
		const status = this.#registers.status();
		const sent = sentInterrupts(status);
		if (sent !== 0) {
			countSent(this.#counters, sent);
			this.#registers.modify(Register.canintf, sent, 0);
		}
		if ((status & PENDING) === 0) this.#outstanding = false;
		return status;
	}
}

function freeBuffer(status: number): number | undefined {
	if (status & Status.pending2) return undefined;
	if (status & Status.pending1) return 2;
	return status & Status.pending0 ? 1 : 0;
}

/** TXnIF of READ STATUS at its places in CANINTF. */
function sentInterrupts(status: number): number {
	let interrupts = 0;
	if (status & Status.sent0) interrupts |= Interrupt.sent0;
	if (status & Status.sent1) interrupts |= Interrupt.sent1;
	if (status & Status.sent2) interrupts |= Interrupt.sent2;
	return interrupts;
}
