import { type Acceptance, acceptanceFor } from "./acceptance";
import { bitTiming } from "./bit-timing";
import { type BusErrors, readBusErrors } from "./bus-errors";
import { ChipRegisters } from "./chip-registers";
import { type Counters, zeroCounters } from "./counters";
import type { Frame } from "./frame";
import type { Digital, InterruptOptions, SPI } from "./io";
import type { MCP2515Options, Mode, OpenFailure } from "./options";
import { type ErrorReason, INTERRUPTS, Receiver } from "./receiver";
import { Control, Instruction, MAX_READS, Register } from "./registers";
import { configure, reset } from "./setup";
import { Transmitter } from "./transmitter";

export type { BusErrors, Counters, ErrorReason, Frame, MCP2515Options, Mode, OpenFailure };

const MODE_BITS = Object.freeze({ "listen-only": Control.listenOnly, normal: Control.normal });

/**
 * Driver for a Microchip MCP2515 (data sheet DS20001801) in the style of ECMA-419: the SPI and Digital classes come
 * in as options. Standard data frames only; anything else is counted and dropped.
 */
export class MCP2515 {
	readonly #spi: SPI;
	readonly #registers: ChipRegisters;
	readonly #receiver: Receiver;
	readonly #transmitter: Transmitter;
	readonly #counters: Counters = zeroCounters();
	readonly #errors: BusErrors = { tec: 0, rec: 0, state: "active" };
	readonly #onError: (reason: ErrorReason) => void;
	/** `undefined` until the chip may interrupt, and again after `close`. */
	#interrupt: Digital | undefined;
	#mode: Mode | undefined;

	private constructor(
		options: MCP2515Options,
		spi: SPI,
		registers: ChipRegisters,
		wanted: Acceptance["wanted"],
	) {
		const counters = this.#counters;
		const onError = options.onError ?? (() => {});
		this.#spi = spi;
		this.#registers = registers;
		this.#onError = onError;
		this.#receiver = new Receiver({ spi, registers, counters, wanted, onFrame: options.onFrame, onError });
		this.#transmitter = new Transmitter(spi, registers, counters);
	}

	/** Resets and configures the chip and begins to listen, in listen-only mode. */
	static open(options: MCP2515Options): MCP2515 | OpenFailure {
		const timing = bitTiming(options.crystal, options.bitrate);
		if (timing === undefined) return { reason: "bad-bitrate" };
		const acceptance = acceptanceFor(options.accept);
		if (acceptance === undefined) return { reason: "bad-accept" };
		const spi = new options.spi.io(options.spi as never);
		const registers = new ChipRegisters(spi);
		if (!reset(registers)) {
			spi.close();
			return { reason: "no-chip" };
		}
		configure(registers, timing, acceptance);
		const driver = new MCP2515(options, spi, registers, acceptance.wanted);
		if (driver.#begin(options.interrupt)) return driver;
		driver.close();
		return { reason: "mode-refused" };
	}

	/** What has happened so far; the same object each time, brought up to date by reading this. */
	get counters(): Readonly<Counters> {
		if (this.#interrupt) this.#transmitter.refresh();
		return this.#counters;
	}

	/** The state of the bus as the chip sees it, read now (2 transactions); the same object each time. */
	get errors(): Readonly<BusErrors> {
		if (this.#interrupt) readBusErrors(this.#registers, this.#errors);
		return this.#errors;
	}

	/** The mode that the chip has confirmed; `undefined` when it has not, and after `close`. */
	get mode(): Mode | undefined {
		return this.#mode;
	}

	/**
	 * Changes mode; on the way to listen-only, what waits to be sent is aborted. Frames received meanwhile are
	 * kept. Calls `onError` with `mode-refused` when the chip does not confirm.
	 */
	setMode(mode: Mode): void {
		if (this.#interrupt === undefined || this.#enter(mode)) return;
		this.#onError("mode-refused");
	}

	/** Queues a frame, in order. `false` when no transmit buffer is free behind the waiting ones, or not in normal mode. */
	send(frame: Readonly<Frame>): boolean {
		return this.#mode === "normal" && this.#transmitter.send(frame);
	}

	/** Takes back whatever is still waiting to be sent. */
	abort(): void {
		if (this.#mode === "normal") this.#transmitter.abort();
	}

	/**
	 * Looks whether INT is low and serves the chip if so. Not needed as long as every falling edge is reported; a
	 * call every second or so brings back a chip whose edge got lost. Not to be called from `onFrame`.
	 */
	poll(): void {
		this.#receiver.serve();
	}

	/** Takes the chip off the bus and frees the hardware. May be called twice. */
	close(): void {
		if (this.#interrupt === undefined) return;
		this.#receiver.stop();
		this.#interrupt.close();
		this.#interrupt = undefined;
		this.#mode = undefined;
		this.#registers.instruct(Instruction.reset);
		this.#spi.close();
	}

	#begin(interrupt: MCP2515Options["interrupt"]): boolean {
		const receiver = this.#receiver;
		const { InputPullUp: mode, Falling: edge } = interrupt.io;
		const options: InterruptOptions = { ...interrupt, mode, edge, onReadable: () => receiver.serve() };
		// The chip receives nothing before its mode changes, so there is no edge to miss and none to come early.
		this.#interrupt = new interrupt.io(options as never);
		receiver.listen(this.#interrupt);
		this.#transmitter.configure();
		this.#registers.write(Register.caninte, INTERRUPTS);
		return this.#enter("listen-only");
	}

	#enter(mode: Mode): boolean {
		const aborted = mode === "normal" || this.#transmitter.abort();
		this.#mode = undefined;
		this.#registers.modify(Register.canctrl, Control.modeMask, MODE_BITS[mode]);
		for (let read = 0; read < MAX_READS; read++) {
			if ((this.#registers.read(Register.canstat) & Control.modeMask) !== MODE_BITS[mode]) continue;
			this.#mode = mode;
			return aborted;
		}
		return false;
	}
}
