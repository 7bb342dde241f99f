// biome-ignore-all lint/style/noNonNullAssertion: every index is below the fixed length of its buffer

import type { ChipRegisters } from "./chip-registers";
import { type Counters, countSent } from "./counters";
import type { Frame } from "./frame";
import type { Digital, SPI } from "./io";
import { ErrorFlag, Instruction, Interrupt, NOT_STANDARD_DATA, Register, Waiting } from "./registers";

/**
 * Why `onError` is called: INT is low though nothing the chip reports explains it (a wire, or a chip without
 * power); the chip did not enter the mode asked for; it took itself off the bus after 256 errors (6.0).
 */
export type ErrorReason = "stuck-interrupt" | "mode-refused" | "bus-off";

/** What pulls INT low. Sent frames and message errors do not: they would cost SPI time and are found anyway. */
export const INTERRUPTS = Interrupt.received0 | Interrupt.received1 | Interrupt.error;

const RECEIVED = Interrupt.received0 | Interrupt.received1;
const OVERFLOWS = ErrorFlag.overflow0 | ErrorFlag.overflow1;
/** How often the chip is asked before others get their turn: some milliseconds of a full bus. */
const MAX_ROUNDS = 32;

// Plain constants: in XS a property of an object costs a bytecode more, for each frame.
const RX_STATUS = Instruction.rxStatus;
const READ_RX_BUFFER_0 = Instruction.readRxBuffer0;
const READ_RX_BUFFER_1 = Instruction.readRxBuffer1;
const FIRST = Waiting.first;
const BOTH = Waiting.mask;

/** Options of a `Receiver`. */
export interface ReceiverOptions {
	readonly spi: SPI;
	readonly registers: ChipRegisters;
	readonly counters: Counters;
	/** See `Acceptance`. */
	readonly wanted: Uint8Array | undefined;
	readonly onFrame: (frame: Frame) => void;
	readonly onError: (reason: ErrorReason) => void;
}

/**
 * Empties the receive buffers. This runs for every frame on the bus, so it is written out: 2 SPI transactions and
 * 16 bytes for one frame, 3 and 30 for two, nothing allocated, few bytecodes.
 */
export class Receiver {
	readonly #spi: SPI;
	readonly #registers: ChipRegisters;
	readonly #counters: Counters;
	readonly #wanted: Uint8Array | undefined;
	readonly #onFrame: (frame: Frame) => void;
	readonly #onError: (reason: ErrorReason) => void;
	readonly #status = new Uint8Array(2);
	/** What READ RX BUFFER brings: instruction, SIDH, SIDL, EID8, EID0, DLC, 8 data bytes (12.4). */
	readonly #firstBytes = new Uint8Array(14);
	readonly #secondBytes = new Uint8Array(14);
	readonly #firstFrame: Frame = { id: 0, dlc: 0, data: this.#firstBytes.subarray(6) };
	readonly #secondFrame: Frame = { id: 0, dlc: 0, data: this.#secondBytes.subarray(6) };
	#interrupt: Digital | undefined;

	constructor(options: ReceiverOptions) {
		this.#spi = options.spi;
		this.#registers = options.registers;
		this.#counters = options.counters;
		this.#wanted = options.wanted;
		this.#onFrame = options.onFrame;
		this.#onError = options.onError;
	}

	/** From now on `serve` looks at this pin. */
	listen(interrupt: Digital): void {
		this.#interrupt = interrupt;
	}

	/** Nothing is received any more, even if `serve` is at work. */
	stop(): void {
		this.#interrupt = undefined;
	}

	/** Serves the chip until INT is high. One frame in RXB0, by far the most frequent case, comes first. */
	serve(): void {
		const interrupt = this.#interrupt;
		if (interrupt === undefined || interrupt.read() !== 0) return;
		const spi = this.#spi;
		const status = this.#status;
		let secondIsOlder = false;
		let round = 0;
		for (;;) {
			status[0] = RX_STATUS;
			spi.transfer(status);
			const waiting = status[1]! & BOTH;
			let low: boolean;
			if (waiting === FIRST) {
				const bytes = this.#firstBytes;
				bytes[0] = READ_RX_BUFFER_0;
				spi.transfer(bytes);
				low = interrupt.read() === 0;
				this.#deliver(bytes, this.#firstFrame);
			} else {
				low = this.#serveOther(interrupt, waiting, secondIsOlder);
			}
			if (!low || this.#interrupt === undefined) return;
			if (++round === MAX_ROUNDS) {
				this.#pause(interrupt);
				return;
			}
			secondIsOlder = waiting === FIRST;
		}
	}

	/**
	 * The chip does not say which of two frames is the older one. It fills RXB0 first, unless RXB1 got its frame
	 * while RXB0 was being read: then INT stayed low at the end of that reading, and RXB1 is read alone.
	 *
	 * @returns Whether INT is low after the reading; it is read before the frames are handed on, which may take long.
	 */
	#serveOther(interrupt: Digital, waiting: number, secondIsOlder: boolean): boolean {
		if (waiting === 0) {
			this.#handleFlags();
			return interrupt.read() === 0;
		}
		const both = waiting === BOTH && !secondIsOlder;
		const first = this.#firstBytes;
		const second = this.#secondBytes;
		if (both) {
			first[0] = READ_RX_BUFFER_0;
			this.#spi.transfer(first);
		}
		second[0] = READ_RX_BUFFER_1;
		this.#spi.transfer(second);
		const low = interrupt.read() === 0;
		if (both) this.#deliver(first, this.#firstFrame);
		if (this.#interrupt) this.#deliver(second, this.#secondFrame);
		return low;
	}

	#deliver(bytes: Uint8Array, frame: Frame): void {
		const high = bytes[1]!;
		const low = bytes[2]!;
		// Not RX STATUS: of two frames it tells the kind of the first only (figure 12-9).
		if (low & NOT_STANDARD_DATA) {
			this.#counters.notData += 1;
			return;
		}
		const wanted = this.#wanted;
		if (wanted !== undefined && (wanted[high]! & (1 << (low >> 5))) === 0) {
			this.#counters.unwanted += 1;
			return;
		}
		frame.id = (high << 3) | (low >> 5);
		const dlc = bytes[5]!;
		frame.dlc = dlc & 8 ? 8 : dlc & 7;
		this.#counters.received += 1;
		this.#onFrame(frame);
	}

	/** INT is low and no message waits: overflows and errors. Flags come before the interrupt they caused (7.7). */
	#handleFlags(): void {
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
		if (interrupts & Interrupt.error && errors & ErrorFlag.busOff) this.#onError("bus-off");
	}

	/**
	 * Lets others have a turn. INT falls only once for all that is waiting, so it is let go and pulled again: that
	 * brings the next call. An INT that stays low meanwhile is not the chip's doing.
	 */
	#pause(interrupt: Digital): void {
		this.#registers.write(Register.caninte, 0);
		const stuck = interrupt.read() === 0;
		this.#registers.write(Register.caninte, INTERRUPTS);
		if (stuck) this.#onError("stuck-interrupt");
	}
}
