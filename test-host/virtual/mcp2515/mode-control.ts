import type { ErrorCounters } from "./error-counters";
import type { RegisterFile } from "./register-file";
import { Address, OPMODE_MASK, OpMode, WAKIF } from "./register-map";
import type { TransmitBuffers } from "./transmit-buffers";

/** Takes the chip from mode to mode as REQOP asks, and out of sleep (10.0 to 10.5). */
export class ModeControl {
	readonly #registers: RegisterFile;
	readonly #errors: ErrorCounters;
	readonly #transmitter: TransmitBuffers;

	constructor(registers: RegisterFile, errors: ErrorCounters, transmitter: TransmitBuffers) {
		this.#registers = registers;
		this.#errors = errors;
		this.#transmitter = transmitter;
	}

	/** Does what the registers ask for. */
	update(): void {
		this.#followRequest();
		if (this.#registers.mode === OpMode.sleep && this.#registers.wakeUpPending) this.#wake();
	}

	/** The bus stirs while the chip sleeps. */
	notice(): void {
		if (this.#registers.wakeUpEnabled) this.#wake();
	}

	/** 10.0: the mode changes when nothing is pending any more. */
	#followRequest(): void {
		const requested = this.#registers.requestedMode;
		// 10.2: the oscillator stands still; only a wake-up ends that.
		if (requested === this.#registers.mode || this.#registers.mode === OpMode.sleep) return;
		if (this.#transmitter.keepsMode) return;
		this.#registers.mode = requested;
		if (requested === OpMode.configuration || requested === OpMode.listenOnly) this.#errors.clear();
		this.#transmitter.update();
	}

	/** 10.2.1: it wakes up in listen-only mode. */
	#wake(): void {
		this.#registers.mode = OpMode.listenOnly;
		this.#registers.change(Address.CANCTRL, OpMode.listenOnly, OPMODE_MASK);
		this.#registers.change(Address.CANINTF, WAKIF);
	}
}
