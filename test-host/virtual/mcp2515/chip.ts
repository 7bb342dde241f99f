import type { BusFrame } from "./bus-frame";
import { ErrorCounters } from "./error-counters";
import { takeFrame } from "./receive-buffers";
import { RegisterFile } from "./register-file";
import { Address, OpMode, WAKIF } from "./register-map";
import { doInstruction, RESET } from "./spi-port";
import { type Outcome, TransmitBuffers } from "./transmit-buffers";

export type { BusFrame };

/** By how much two nodes may differ and still understand each other (5.4). */
const CLOCK_TOLERANCE = 0.017;

/**
 * A Microchip MCP2515 at register level, after its data sheet (DS20001801; paragraphs in brackets). On one side is
 * the SPI with INT, on the other the bus. Time does not pass in it: a frame is sent at once or waits for `retry`.
 *
 * Left out: the pins TXnRTS, RXnBF, CLKOUT and SOF, lost arbitration, waking up through SPI, and the way back from
 * bus-off other than through configuration mode.
 */
export class Mcp2515Chip {
	/** Called at each falling edge of INT, from within `transfer` or the call that came from the bus. */
	onInterrupt: (() => void) | undefined;
	/** Called with each frame that the chip sends; returns whether some node acknowledged it. */
	onTransmit: ((frame: BusFrame) => boolean) | undefined;
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
	#wasLow = false;

	/**
	 * @param crystal - Frequency of the crystal on the board, in hertz.
	 * @param busBitrate - Bits a second on the bus.
	 */
	constructor(crystal = 8_000_000, busBitrate = 500_000) {
		this.#crystal = crystal;
		this.#busBitrate = busBitrate;
	}

	/** Whether the INT pin is low. */
	get intLow(): boolean {
		return this.#registers.interrupting;
	}

	/** Whether the chip answers valid frames with an acknowledge, wanted or not (10.5). */
	get acknowledges(): boolean {
		return this.#registers.mode === OpMode.normal && !this.#errors.busOff && this.#understands();
	}

	/** One chip-select period. Returns as many bytes as it is given. */
	transfer(tx: Uint8Array): Uint8Array {
		this.transactions += 1;
		this.bytes += tx.length;
		const rx = doInstruction(this.#registers, tx);
		if (tx[0] === RESET) {
			this.#transmitter.reset();
			this.#errors.clear();
		}
		this.#transmitter.update();
		this.#followModeRequest();
		this.#watchInterrupt();
		return rx;
	}

	resetTraffic(): void {
		this.transactions = 0;
		this.bytes = 0;
	}

	/** Bits a second that the CNF registers make of a crystal (5.1, 5.5). */
	bitrate(crystalHz: number): number {
		const cnf1 = this.#registers.get(Address.CNF1);
		const cnf2 = this.#registers.get(Address.CNF2);
		const cnf3 = this.#registers.get(Address.CNF3);
		const propagation = (cnf2 & 0x07) + 1;
		const segment1 = ((cnf2 >> 3) & 0x07) + 1;
		// Register 5-2: without BTLMODE, PS2 is as long as PS1, but not below 2.
		const segment2 = cnf2 & 0x80 ? (cnf3 & 0x07) + 1 : Math.max(segment1, 2);
		return crystalHz / (2 * ((cnf1 & 0x3f) + 1) * (1 + propagation + segment1 + segment2));
	}

	/** A frame of another node was on the bus. Returns whether it is in a receive buffer now. */
	receive(frame: BusFrame): boolean {
		const { mode } = this.#registers;
		let taken = false;
		if (mode === OpMode.sleep) this.#wake();
		else if ((mode === OpMode.normal || mode === OpMode.listenOnly) && !this.#errors.busOff) {
			if (this.#understands()) {
				this.#errors.received();
				taken = takeFrame(this.#registers, frame);
			} else {
				this.#errors.receiveError();
			}
		}
		this.#watchInterrupt();
		return taken;
	}

	/** Tries again to send what nobody acknowledged, as the real chip does all the time. */
	retry(): void {
		this.#transmitter.retry();
		this.#followModeRequest();
		this.#watchInterrupt();
	}

	#understands(): boolean {
		return Math.abs(this.bitrate(this.#crystal) / this.#busBitrate - 1) <= CLOCK_TOLERANCE;
	}

	#transmit(frame: BusFrame): Outcome {
		if (this.#registers.mode === OpMode.loopback) {
			takeFrame(this.#registers, frame);
			return "acknowledged";
		}
		if (!this.#understands()) return "error";
		return this.onTransmit?.(frame) ? "acknowledged" : "unacknowledged";
	}

	/** 10.0: the mode changes when nothing is pending any more. */
	#followModeRequest(): void {
		const requested = this.#registers.requestedMode;
		if (requested === this.#registers.mode) return;
		if (this.#transmitter.pending && this.#registers.mode === OpMode.normal && !this.#errors.busOff) return;
		this.#registers.mode = requested;
		if (requested === OpMode.configuration || requested === OpMode.listenOnly) this.#errors.clear();
		this.#transmitter.update();
	}

	/** 10.2.1: the frame that wakes the chip is lost, and it wakes up in listen-only mode. */
	#wake(): void {
		this.#registers.mode = OpMode.listenOnly;
		this.#registers.change(Address.CANCTRL, OpMode.listenOnly, 0xe0);
		this.#registers.change(Address.CANINTF, WAKIF);
	}

	#watchInterrupt(): void {
		const falls = this.intLow && !this.#wasLow;
		this.#wasLow = this.intLow;
		if (falls) this.onInterrupt?.();
	}
}
