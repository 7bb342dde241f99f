import type { BusFrame } from "./bus-frame";
import type { ErrorCounters } from "./error-counters";
import type { RegisterFile } from "./register-file";
import { ABAT, ABTF, Address, MLOA, OpMode, OSM, TX0IF, TXERR, TXREQ } from "./register-map";

const BUFFERS = [0, 1, 2] as const;

/** How it went with a frame on the bus; `under-way` is told later by `complete`. */
export type Outcome = "acknowledged" | "unacknowledged" | "arbitration-lost" | "error" | "under-way";

/** The three transmit buffers (3.0). On the real bus a frame is repeated at once; here it waits for `retry`. */
export class TransmitBuffers {
	readonly #registers: RegisterFile;
	readonly #errors: ErrorCounters;
	readonly #transmit: (frame: BusFrame) => Outcome;
	/** The buffers whose TXREQ was set when we last looked. */
	readonly #requested = new Set<number>();
	/** What was tried has failed and waits for `retry`. */
	#waiting = false;
	/** The buffer whose frame is being sent. */
	#underWay: number | undefined;

	constructor(registers: RegisterFile, errors: ErrorCounters, transmit: (frame: BusFrame) => Outcome) {
		this.#registers = registers;
		this.#errors = errors;
		this.#transmit = transmit;
	}

	/** Whether a frame waits that can be sent, which keeps the chip in its mode (10.0). */
	get keepsMode(): boolean {
		if (this.#underWay !== undefined) return true;
		return this.#mayTransmit() && BUFFERS.some((buffer) => this.#control(buffer) & TXREQ);
	}

	/** Forgets all, as a reset does. */
	reset(): void {
		this.#requested.clear();
		this.#waiting = false;
		this.#underWay = undefined;
	}

	/** The frame that was under way has been sent. */
	complete(): void {
		const buffer = this.#underWay;
		this.#underWay = undefined;
		if (buffer !== undefined) this.#settle(buffer, "acknowledged");
		this.update();
	}

	/** Tries again what was not acknowledged. */
	retry(): void {
		this.#waiting = false;
		this.update();
	}

	/** Does what the registers ask for since the last call. */
	update(): void {
		for (const buffer of BUFFERS) this.#noticeRequest(buffer);
		while (this.#maySend()) {
			const next = this.#next();
			if (next === undefined) return;
			this.#send(next);
		}
	}

	#noticeRequest(buffer: number): void {
		// 3.6, note 1: what is being sent is not aborted.
		if (buffer === this.#underWay) return;
		if (this.#registers.get(Address.CANCTRL) & ABAT && this.#control(buffer) & TXREQ) {
			this.#change(buffer, ABTF, TXREQ);
		}
		const requested = (this.#control(buffer) & TXREQ) !== 0;
		if (requested === this.#requested.has(buffer)) return;
		if (requested) {
			// 3.3: setting TXREQ clears what was found out about the frame before.
			this.#change(buffer, 0, ABTF | MLOA | TXERR);
			this.#requested.add(buffer);
		} else this.#requested.delete(buffer);
		this.#waiting = false;
	}

	#maySend(): boolean {
		return !this.#waiting && this.#underWay === undefined && this.#mayTransmit();
	}

	#mayTransmit(): boolean {
		const { mode } = this.#registers;
		return mode === OpMode.loopback || (mode === OpMode.normal && !this.#errors.busOff);
	}

	/** 3.2: the highest TXP first, among equals the highest buffer. */
	#next(): number | undefined {
		const priority = (buffer: number) => (this.#control(buffer) & 0x03) * BUFFERS.length + buffer;
		return [...this.#requested].sort((a, b) => priority(b) - priority(a))[0];
	}

	#send(buffer: number): void {
		const outcome = this.#transmit(this.#frame(buffer));
		if (outcome === "under-way") this.#underWay = buffer;
		else this.#settle(buffer, outcome);
	}

	/** What becomes of a frame that was tried (figure 3-1). */
	#settle(buffer: number, outcome: Exclude<Outcome, "under-way">): void {
		if (outcome === "acknowledged") {
			this.#errors.sent();
			this.#registers.change(Address.CANINTF, TX0IF << buffer);
			this.#change(buffer, 0, TXREQ);
		} else {
			this.#fail(buffer, outcome);
			// 3.4: in one-shot mode there is no second attempt, and that counts as aborted (3.6, note 2).
			const oneShot = (this.#registers.get(Address.CANCTRL) & OSM) !== 0;
			this.#waiting = !oneShot;
			if (!oneShot) return;
			this.#change(buffer, ABTF, TXREQ);
		}
		this.#requested.delete(buffer);
	}

	#fail(buffer: number, outcome: "unacknowledged" | "arbitration-lost" | "error"): void {
		if (outcome === "arbitration-lost") {
			// No error: the other node's frame goes on undisturbed (ISO 11898-1, arbitration).
			this.#change(buffer, MLOA);
			return;
		}
		this.#errors.transmitError(outcome === "unacknowledged");
		this.#change(buffer, TXERR);
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
