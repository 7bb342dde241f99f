import { acceptanceFor, type WantedIds } from "./acceptance";
import { bitTiming } from "./bit-timing";
import { type BusErrors, readBusErrors } from "./bus-errors";
import { ChipRegisters } from "./chip-registers";
import type { Counters } from "./counters";
import { findCrystal } from "./crystal";
import type { Frame } from "./frame";
import type { Digital, InterruptOptions, SPI } from "./io";
import type { Mode } from "./modes";
import type { ErrorReason, MCP2515Options, OpenFailure } from "./options";
import { assemble, type Parts } from "./parts";
import { Instruction } from "./registers";

export type { BusErrors, Counters, ErrorReason, Frame, MCP2515Options, Mode, OpenFailure, WantedIds };

/**
 * Driver for a Microchip MCP2515 (data sheet DS20001801) in the style of ECMA-419: the SPI and Digital classes come
 * in as options. Standard data frames only; anything else is counted and dropped.
 */
export class MCP2515 {
	/** Frequency of the crystal in hertz, as given or as measured. */
	readonly crystal: number;
	readonly #spi: SPI;
	readonly #parts: Parts;
	readonly #errors: BusErrors = { tec: 0, rec: 0, state: "active" };
	readonly #onError: (reason: ErrorReason) => void;
	/** `undefined` after `close`. */
	#interrupt: Digital | undefined;

	private constructor(crystal: number, spi: SPI, parts: Parts, options: MCP2515Options) {
		this.crystal = crystal;
		this.#spi = spi;
		this.#parts = parts;
		this.#onError = options.onError ?? (() => {});
		const { receiver } = parts;
		const { InputPullUp: mode, Falling: edge } = options.interrupt.io;
		const pin: InterruptOptions = { ...options.interrupt, mode, edge, onReadable: () => receiver.serve() };
		this.#interrupt = new options.interrupt.io(pin as never);
		receiver.listen(this.#interrupt);
	}

	/** Resets and configures the chip and begins to listen, in listen-only mode. */
	static open(options: MCP2515Options): MCP2515 | OpenFailure {
		const { bitrate } = options;
		if (options.crystal !== "auto" && !bitTiming(options.crystal, bitrate)) return { reason: "bad-bitrate" };
		const acceptance = acceptanceFor(options.accept);
		if (acceptance === undefined) return { reason: "bad-accept" };
		const spi = new options.spi.io(options.spi as never);
		const registers = new ChipRegisters(spi);
		const crystal = findCrystal(options, spi, registers);
		const timing = typeof crystal === "number" ? bitTiming(crystal, bitrate) : undefined;
		if (typeof crystal === "string" || timing === undefined) {
			spi.close();
			return { reason: typeof crystal === "string" ? crystal : "bad-bitrate" };
		}
		const parts = assemble(options, spi, registers, { timing, acceptance });
		const driver = new MCP2515(crystal, spi, parts, options);
		const reason = parts.controller.start();
		if (reason === undefined) return driver;
		driver.close();
		return { reason };
	}

	/** What has happened so far; the same object each time, brought up to date by reading this. */
	get counters(): Readonly<Counters> {
		if (this.answers) this.#parts.transmitter.refresh();
		return this.#parts.counters;
	}

	/** The state of the bus as the chip sees it, read now (2 transactions); the same object each time. */
	get errors(): Readonly<BusErrors> {
		if (this.answers) readBusErrors(this.#parts.registers, this.#errors);
		return this.#errors;
	}

	/** The mode that the chip has confirmed; `undefined` when it has not, and after `close`. */
	get mode(): Mode | undefined {
		return this.#parts.controller.mode;
	}

	/**
	 * Changes mode. Frames received meanwhile are kept; what waits to be sent is taken back, unless it goes on in
	 * `normal` or `one-shot`. Calls `onError` with `mode-refused` when the chip does not confirm, and does nothing
	 * while it does not answer.
	 */
	setMode(mode: Mode): void {
		if (this.answers && !this.#parts.controller.enter(mode)) this.#onError("mode-refused");
	}

	/** Queues a frame, in order. `false` when no transmit buffer is free behind the waiting ones, or the mode forbids it. */
	send(frame: Readonly<Frame>): boolean {
		return this.sends && this.#parts.transmitter.send(frame);
	}

	/** Takes back whatever is still waiting to be sent. */
	abort(): void {
		if (this.sends) this.#parts.transmitter.abort();
	}

	/**
	 * To be called every 50 ms or so, and not from `onFrame`: serves the chip if INT is low though its edge got lost,
	 * lets identifiers take turns while in listen-only mode (all of them, once too many frames were lost), and once a
	 * second makes sure that the chip still has its settings. Costs 2 SPI transactions a second when nothing happens,
	 * and 5 for each turn, or 8 when all take turns.
	 */
	poll(): void {
		this.#parts.supervisor.poll();
	}

	/** Takes the chip off the bus and frees the hardware. May be called twice. */
	close(): void {
		if (this.#interrupt === undefined) return;
		const { receiver, supervisor, controller, registers } = this.#parts;
		receiver.stop();
		supervisor.stop();
		controller.stop();
		this.#interrupt.close();
		this.#interrupt = undefined;
		registers.instruct(Instruction.reset);
		this.#spi.close();
	}

	private get answers(): boolean {
		return this.#interrupt !== undefined && !this.#parts.supervisor.lost;
	}

	private get sends(): boolean {
		const { mode } = this.#parts.controller;
		return mode === "normal" || mode === "one-shot" || mode === "loopback";
	}
}
