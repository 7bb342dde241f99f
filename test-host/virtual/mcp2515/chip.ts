import { bitrateOf } from "./bit-rate";
import type { BusFrame } from "./bus-frame";
import { BusOffRecovery } from "./bus-off-recovery";
import { ErrorCounters } from "./error-counters";
import { Faults, type WedgeEnd } from "./faults";
import { Loopback } from "./loopback";
import { ModeControl } from "./mode-control";
import { takeFrame } from "./receive-buffers";
import { RegisterFile } from "./register-file";
import { OpMode } from "./register-map";
import { doInstruction, RESET } from "./spi-port";
import { type Outcome, TransmitBuffers } from "./transmit-buffers";

export type { BusFrame };

/**
 * What became of a frame that the chip has sent: some node acknowledged it or none did, a node of higher priority
 * was sending, or the frame was destroyed on the bus.
 */
export type Transmission = boolean | "arbitration-lost" | "error";

/** By how much two nodes may differ and still understand each other (5.4). */
const CLOCK_TOLERANCE = 0.017;

/**
 * A Microchip MCP2515 at register level, after its data sheet (DS20001801; paragraphs in brackets). On one side is
 * the SPI with INT, on the other the bus. What takes time is found to have happened when either side is used: a
 * frame in loopback mode, the way back from bus-off. On the bus a frame is sent at once or waits for `retry`.
 *
 * Left out: the pins TXnRTS, RXnBF, CLKOUT and SOF, the wake-up filter, and the start-up time of the oscillator.
 */
export class Mcp2515Chip {
	/** Called at each falling edge of INT, from within `transfer` or the call that came from the bus. */
	onInterrupt: (() => void) | undefined;
	/** Called with each frame that the chip sends. */
	onTransmit: ((frame: BusFrame) => Transmission) | undefined;
	/** SPI traffic since the last `resetTraffic`: chip selects and bytes. */
	transactions = 0;
	bytes = 0;
	readonly #crystal: number;
	readonly #busBitrate: number;
	readonly #registers = new RegisterFile();
	readonly #errors = new ErrorCounters(this.#registers);
	readonly #transmitter = new TransmitBuffers(this.#registers, this.#errors, (frame) =>
		this.#transmit(frame),
	);
	readonly #modes = new ModeControl(this.#registers, this.#errors, this.#transmitter);
	readonly #loopback: Loopback;
	readonly #recovery: BusOffRecovery;
	readonly #faults = new Faults();
	#wasLow = false;

	/**
	 * @param crystal - Frequency of the crystal on the board, in hertz.
	 * @param busBitrate - Bits a second on the bus.
	 * @param now - Milliseconds, with fractions; must not run backwards.
	 */
	constructor(crystal = 8_000_000, busBitrate = 500_000, now: () => number = () => performance.now()) {
		this.#crystal = crystal;
		this.#busBitrate = busBitrate;
		this.#loopback = new Loopback(now);
		this.#recovery = new BusOffRecovery(now);
	}

	/** Whether the INT pin is low. */
	get intLow(): boolean {
		this.#catchUp();
		return this.#faults.intLow(this.#registers.interrupting);
	}

	/** Whether the chip can receive what is on the bus (10.3, 10.5). */
	get listens(): boolean {
		const { mode } = this.#registers;
		return (mode === OpMode.normal || mode === OpMode.listenOnly) && this.#onBus;
	}

	/** Whether the chip answers valid frames with an acknowledge, wanted or not (10.5). */
	get acknowledges(): boolean {
		return this.#registers.mode === OpMode.normal && this.listens && this.#understands();
	}

	/** One chip-select period. Returns as many bytes as it is given. */
	transfer(tx: Uint8Array): Uint8Array {
		this.transactions += 1;
		this.bytes += tx.length;
		if (tx[0] === RESET) this.#faults.resetInstruction();
		const rx = this.#faults.answer(tx.length) ?? this.#obey(tx);
		this.#watchInterrupt();
		return rx;
	}

	resetTraffic(): void {
		this.transactions = 0;
		this.bytes = 0;
	}

	/** Bits a second that the CNF registers make of a crystal (5.1, 5.5). */
	bitrate(crystalHz: number): number {
		return bitrateOf(this.#registers, crystalHz);
	}

	/** A frame of another node has just ended on the bus. Returns whether it is in a receive buffer now. */
	receive(frame: BusFrame): boolean {
		// Before the time that it took can be mistaken for silence.
		this.#recovery.frame(frame, this.bitrate(this.#crystal));
		this.#catchUp();
		const taken = this.#faults.wedged ? false : this.#hear(frame);
		this.#watchInterrupt();
		return taken;
	}

	/** Tries again to send what has not gone out, as the real chip does all the time. */
	retry(): void {
		if (this.#faults.wedged) return;
		this.#catchUp();
		this.#transmitter.retry();
		this.#settle();
		this.#watchInterrupt();
	}

	/** The chip stops working: SO stays at one level, the bus is not heard, INT stays as it is. */
	wedge(answer: 0x00 | 0xff = 0xff, end: WedgeEnd = "unwedge"): void {
		this.#faults.wedge = { answer, intLow: this.intLow, end };
	}

	/** It works again, as if nothing had been. */
	unwedge(): void {
		this.#faults.wedge = undefined;
		this.#watchInterrupt();
	}

	/** The supply dips: all is as after power-on (9.0), and nobody is told. */
	brownOut(): void {
		this.#registers.powerOn();
		this.#reset();
		this.#watchInterrupt();
	}

	/** A short to ground on the INT line, until it is let go. */
	holdIntLow(held: boolean): void {
		this.#faults.intHeldLow = held;
		this.#watchInterrupt();
	}

	get #onBus(): boolean {
		return !this.#errors.busOff && !this.#faults.wedged;
	}

	#obey(tx: Uint8Array): Uint8Array {
		this.#catchUp();
		const rx = doInstruction(this.#registers, tx);
		if (tx[0] === RESET) this.#reset();
		this.#transmitter.update();
		this.#settle();
		return rx;
	}

	#reset(): void {
		this.#loopback.reset();
		this.#transmitter.reset();
		this.#errors.clear();
	}

	/** What has come about by itself since the last call. */
	#catchUp(): void {
		if (this.#faults.wedged) return;
		this.#loopback.catchUp((frame) => {
			takeFrame(this.#registers, frame);
			this.#transmitter.complete();
		});
		if (!this.#errors.busOff) this.#recovery.reset();
		else if (this.#recovery.complete(this.bitrate(this.#crystal))) {
			this.#recovery.reset();
			this.#errors.clear();
			this.#transmitter.retry();
		}
		this.#settle();
	}

	/** What follows from the registers. */
	#settle(): void {
		this.#modes.update();
		if (this.#errors.busOff) this.#recovery.begin();
	}

	#understands(): boolean {
		return Math.abs(this.bitrate(this.#crystal) / this.#busBitrate - 1) <= CLOCK_TOLERANCE;
	}

	#hear(frame: BusFrame): boolean {
		const { mode } = this.#registers;
		if (mode === OpMode.sleep) {
			// 10.2.1: the frame itself is lost.
			this.#modes.notice();
			return false;
		}
		if (!this.listens) return false;
		if (this.#understands()) {
			this.#errors.received();
			return takeFrame(this.#registers, frame);
		}
		this.#errors.receiveError();
		return false;
	}

	#transmit(frame: BusFrame): Outcome {
		if (this.#registers.mode === OpMode.loopback) {
			this.#loopback.start(frame, this.bitrate(this.#crystal));
			return "under-way";
		}
		if (!this.#understands()) return "error";
		const transmission = this.onTransmit?.(frame) ?? false;
		if (typeof transmission === "string") return transmission;
		return transmission ? "acknowledged" : "unacknowledged";
	}

	#watchInterrupt(): void {
		const low = this.intLow;
		const falls = low && !this.#wasLow;
		this.#wasLow = low;
		if (falls) this.onInterrupt?.();
	}
}
