// biome-ignore-all lint/style/noNonNullAssertion: every index is below the fixed length of its buffer

import type { ChipRegisters } from "./chip-registers";
import type { Counters } from "./counters";
import type { Flags } from "./flags";
import type { Frame } from "./frame";
import type { Digital, SPI } from "./io";
import { INTERRUPTS, Instruction, NOT_STANDARD_DATA, Register, Waiting } from "./registers";
import type { Turns } from "./turns";

/** How often the chip is asked before others get their turn: some milliseconds of a full bus. */
const MAX_ROUNDS = 32;
/** The same once INT is known to be stuck. */
const STUCK_ROUNDS = 2;

// Plain constants: in XS a property of an object costs a bytecode more, for each frame.
const RX_STATUS = Instruction.rxStatus;
const READ_RX_BUFFER_0 = Instruction.readRxBuffer0;
const READ_RX_BUFFER_1 = Instruction.readRxBuffer1;
const FIRST = Waiting.first;
const SECOND = Waiting.second;
const BOTH = Waiting.mask;
/** In place of what is waiting, and less than all of it: INT is high. */
const INT_HIGH = -1;
/** SIDL but for the bits that a standard frame does not use (register 4-5). */
const LOW_ID_AND_MARKS = 0xe0 | NOT_STANDARD_DATA;

/** Options of a `Receiver`. */
export interface ReceiverOptions {
	readonly spi: SPI;
	readonly registers: ChipRegisters;
	readonly counters: Counters;
	readonly flags: Flags;
	readonly turns: Turns;
	/** See `Acceptance`. */
	readonly wanted: Uint8Array | undefined;
	readonly onFrame: (frame: Frame) => void;
	/** INT is low though nothing that the chip reports explains it; called once until it is high again. */
	readonly onStuck: () => void;
}

/**
 * Empties the receive buffers. This runs for every frame on the bus, so it is written out: 2 SPI transactions and
 * 16 bytes for one frame, 3 and 30 for two, nothing allocated, few bytecodes.
 */
export class Receiver {
	readonly #options: ReceiverOptions;
	readonly #spi: SPI;
	readonly #counters: Counters;
	readonly #turns: Turns;
	readonly #wanted: Uint8Array | undefined;
	readonly #onFrame: (frame: Frame) => void;
	readonly #status = new Uint8Array(2);
	/** What READ RX BUFFER brings: instruction, SIDH, SIDL, EID8, EID0, DLC, 8 data bytes (12.4). */
	readonly #firstBytes = new Uint8Array(14);
	readonly #secondBytes = new Uint8Array(14);
	readonly #firstFrame: Frame = { id: 0, dlc: 0, data: this.#firstBytes.subarray(6) };
	readonly #secondFrame: Frame = { id: 0, dlc: 0, data: this.#secondBytes.subarray(6) };
	#interrupt: Digital | undefined;
	#stuck = false;
	/** Should the next `serve` find both buffers full. */
	#secondIsOlder = false;

	constructor(options: ReceiverOptions) {
		this.#options = options;
		this.#spi = options.spi;
		this.#counters = options.counters;
		this.#turns = options.turns;
		this.#wanted = options.wanted;
		this.#onFrame = options.onFrame;
	}

	/** From now on `serve` looks at this pin. */
	listen(interrupt: Digital): void {
		this.#interrupt = interrupt;
	}

	/** Nothing is received any more, even if `serve` is at work. */
	stop(): void {
		this.#interrupt = undefined;
	}

	/**
	 * Serves the chip until INT is high. One frame alone, by far the most frequent case, comes first.
	 *
	 * The chip does not say which of two frames is the older one. It fills RXB0 first, unless RXB1 got its frame
	 * while RXB0 was being read. So the chip is asked again at once after a reading, before `onFrame` takes its time:
	 * in between there is no room for two frames, and what comes later is younger than what was seen then.
	 */
	serve(): void {
		const interrupt = this.#interrupt;
		if (interrupt === undefined) return;
		if (interrupt.read() !== 0) {
			this.#stuck = false;
			return;
		}
		let rounds = this.#stuck ? STUCK_ROUNDS : MAX_ROUNDS;
		const spi = this.#spi;
		const status = this.#status;
		status[0] = RX_STATUS;
		spi.transfer(status);
		let waiting = status[1]! & BOTH;
		if (this.#secondIsOlder) {
			this.#secondIsOlder = false;
			if (waiting === BOTH) waiting = SECOND;
		}
		for (;;) {
			let next = INT_HIGH;
			if (waiting === FIRST) {
				const bytes = this.#firstBytes;
				bytes[0] = READ_RX_BUFFER_0;
				spi.transfer(bytes);
				if (interrupt.read() === 0) next = this.look();
				this.deliver(bytes, this.#firstFrame);
				if (next === BOTH) next = SECOND;
			} else if (waiting === SECOND) {
				const bytes = this.#secondBytes;
				bytes[0] = READ_RX_BUFFER_1;
				spi.transfer(bytes);
				if (interrupt.read() === 0) next = this.look();
				this.deliverSecond(bytes);
			} else next = this.serveOther(interrupt, waiting);
			if (next < 0 || this.#interrupt === undefined) return;
			if (--rounds === 0) {
				this.#secondIsOlder = next === SECOND;
				this.pause(interrupt);
				return;
			}
			waiting = next;
		}
	}

	/** Which buffers hold a frame. */
	private look(): number {
		const status = this.#status;
		status[0] = RX_STATUS;
		this.#spi.transfer(status);
		return status[1]! & BOTH;
	}

	private read(bytes: Uint8Array, instruction: number): void {
		bytes[0] = instruction;
		this.#spi.transfer(bytes);
	}

	/** Both buffers are full, or none. Gives what is waiting then. */
	private serveOther(interrupt: Digital, waiting: number): number {
		if (waiting === 0) {
			this.#options.flags.handle();
			return this.#interrupt?.read() === 0 ? this.look() : INT_HIGH;
		}
		this.read(this.#firstBytes, READ_RX_BUFFER_0);
		this.read(this.#secondBytes, READ_RX_BUFFER_1);
		const next = interrupt.read() === 0 ? this.look() : INT_HIGH;
		this.deliver(this.#firstBytes, this.#firstFrame);
		if (this.#interrupt) this.deliverSecond(this.#secondBytes);
		return next;
	}

	/** What takes turns has a filter of RXB1, so it is looked for only here. */
	private deliverSecond(bytes: Uint8Array): void {
		const turns = this.#turns;
		if (bytes[1] === turns.sidh && (bytes[2]! & LOW_ID_AND_MARKS) === turns.sidl) turns.heard += 1;
		this.deliver(bytes, this.#secondFrame);
	}

	private deliver(bytes: Uint8Array, frame: Frame): void {
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

	/**
	 * Lets others have a turn. INT falls only once for all that is waiting, so it is let go and pulled again: that
	 * brings the next call. An INT that stays low meanwhile is not the chip's doing.
	 */
	private pause(interrupt: Digital): void {
		const { registers, onStuck } = this.#options;
		registers.write(Register.caninte, 0);
		const stuck = interrupt.read() === 0;
		registers.write(Register.caninte, INTERRUPTS);
		const isNews = stuck && !this.#stuck;
		this.#stuck = stuck;
		if (isNews) onStuck();
	}
}
