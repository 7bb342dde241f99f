import type { BusFrame } from "./bus-frame";
import type { ErrorCounters } from "./error-counters";
import type { RegisterFile } from "./register-file";
import { ABAT, ABTF, Address, MLOA, OpMode, OSM, TX0IF, TXERR, TXREQ } from "./register-map";

const BUFFERS = [0, 1, 2] as const;

/** How it went with a frame on the bus. */
export type Outcome = "acknowledged" | "unacknowledged" | "error";

/** The three transmit buffers (3.0). On the real bus a frame is repeated at once; here it waits for `retry`. */
export class TransmitBuffers {
	readonly #registers: RegisterFile;
	readonly #errors: ErrorCounters;
	readonly #transmit: (frame: BusFrame) => Outcome;
	/** The buffers whose TXREQ was set when we last looked. */
	readonly #requested = new Set<number>();
	#waiting = false;

	constructor(registers: RegisterFile, errors: ErrorCounters, transmit: (frame: BusFrame) => Outcome) {
		this.#registers = registers;
		this.#errors = errors;
		this.#transmit = transmit;
	}

	/** Whether a frame waits to be sent, which keeps the chip in its mode (10.0). */
	get pending(): boolean {
		return BUFFERS.some((buffer) => this.#control(buffer) & TXREQ);
	}

	/** Forgets all, as a reset does. */
	reset(): void {
		this.#requested.clear();
		this.#waiting = false;
	}

	/** Tries again what was not acknowledged. */
	retry(): void {
		this.#waiting = false;
		this.update();
	}

	/** Does what the registers ask for since the last call. */
	update(): void {
		for (const buffer of BUFFERS) this.#noticeRequest(buffer);
		while (!this.#waiting && this.#maySend()) {
			const next = this.#next();
			if (next === undefined) return;
			this.#send(next);
		}
	}

	#noticeRequest(buffer: number): void {
		if (this.#registers.get(Address.CANCTRL) & ABAT) this.#change(buffer, 0, TXREQ);
		const requested = (this.#control(buffer) & TXREQ) !== 0;
		if (requested === this.#requested.has(buffer)) return;
		if (requested) {
			// 3.3: setting TXREQ clears what was found out about the frame before.
			this.#change(buffer, 0, ABTF | MLOA | TXERR);
			this.#requested.add(buffer);
		} else {
			this.#change(buffer, ABTF);
			this.#requested.delete(buffer);
		}
		this.#waiting = false;
	}

	#maySend(): boolean {
		const { mode } = this.#registers;
		return (mode === OpMode.normal || mode === OpMode.loopback) && !this.#errors.busOff;
	}

	/** 3.2: the highest TXP first, among equals the highest buffer. */
	#next(): number | undefined {
		const priority = (buffer: number) => (this.#control(buffer) & 0x03) * BUFFERS.length + buffer;
		return [...this.#requested].sort((a, b) => priority(b) - priority(a))[0];
	}

	#send(buffer: number): void {
		const outcome = this.#transmit(this.#frame(buffer));
		if (outcome === "acknowledged") {
			this.#errors.sent();
			this.#registers.change(Address.CANINTF, TX0IF << buffer);
		} else {
			this.#errors.transmitError(outcome === "unacknowledged");
			this.#change(buffer, TXERR);
			this.#waiting = true;
			// 3.4: in one-shot mode there is no second attempt.
			if (!(this.#registers.get(Address.CANCTRL) & OSM)) return;
		}
		this.#change(buffer, 0, TXREQ);
		this.#requested.delete(buffer);
	}

	/** Registers 3-3 to 3-8. */
	#frame(buffer: number): BusFrame {
		const at = (offset: number) => this.#registers.get(Address.TXB0CTRL + 0x10 * buffer + offset);
		const extended = (at(2) & 0x08) !== 0;
		const standard = (at(1) << 3) | (at(2) >> 5);
		const id = extended ? standard * 2 ** 18 + ((at(2) & 0x03) << 16) + (at(3) << 8) + at(4) : standard;
		const remote = (at(5) & 0x40) !== 0;
		const dlc = at(5) & 0x0f;
		const data = Uint8Array.from({ length: Math.min(dlc, 8) }, (_, index) => at(6 + index));
		return { id, dlc, data, extended, remote };
	}

	#control(buffer: number): number {
		return this.#registers.get(Address.TXB0CTRL + 0x10 * buffer);
	}

	#change(buffer: number, set: number, clear = 0): void {
		this.#registers.change(Address.TXB0CTRL + 0x10 * buffer, set, clear);
	}
}
