import type { RegisterFile } from "./register-file";
import { Address, ERRIF, MERRF, OpMode, RX0OVR, RX1OVR } from "./register-map";

const WARNING_LIMIT = 96;
const PASSIVE_LIMIT = 128;
const BUS_OFF_LIMIT = 256;
/** Where a passive receiver's counter goes with a good frame: ISO 11898-1 allows 119 to 127. */
const BACK_TO_ACTIVE = 119;

/** TEC and REC, what they make of EFLG, and the interrupt when that changes (6.6, 6.7, 7.6). */
export class ErrorCounters {
	readonly #registers: RegisterFile;
	#tec = 0;
	#rec = 0;

	constructor(registers: RegisterFile) {
		this.#registers = registers;
	}

	get busOff(): boolean {
		return this.#tec >= BUS_OFF_LIMIT;
	}

	/** As entering configuration or listen-only mode does (10.1, 10.3). */
	clear(): void {
		this.#count(0, 0);
	}

	received(): void {
		this.#count(this.#tec, this.#rec >= PASSIVE_LIMIT ? BACK_TO_ACTIVE : this.#rec - 1);
	}

	receiveError(): void {
		this.#registers.change(Address.CANINTF, MERRF);
		this.#count(this.#tec, this.#rec + 1);
	}

	sent(): void {
		this.#count(this.#tec - 1, this.#rec);
	}

	/**
	 * @param unacknowledged - The error was a missing acknowledge: that does not count for a passive node, so a
	 * lone one never goes bus-off (ISO 11898-1, fault confinement, exception 1).
	 */
	transmitError(unacknowledged: boolean): void {
		this.#registers.change(Address.CANINTF, MERRF);
		if (unacknowledged && this.#tec >= PASSIVE_LIMIT) return;
		this.#count(this.#tec + 8, this.#rec);
	}

	#count(tec: number, rec: number): void {
		const silent = this.#registers.mode === OpMode.listenOnly;
		this.#tec = silent ? 0 : Math.min(Math.max(tec, 0), BUS_OFF_LIMIT);
		this.#rec = silent ? 0 : Math.min(Math.max(rec, 0), 255);
		this.#registers.set(Address.TEC, Math.min(this.#tec, 255));
		this.#registers.set(Address.REC, this.#rec);
		const overflows = this.#registers.get(Address.EFLG) & (RX0OVR | RX1OVR);
		const before = this.#registers.get(Address.EFLG);
		const flags = overflows | this.#flags();
		this.#registers.set(Address.EFLG, flags);
		if (flags !== before) this.#registers.change(Address.CANINTF, ERRIF);
	}

	/** EFLG bits 5 to 0: TXBO, TXEP, RXEP, TXWAR, RXWAR, EWARN (register 6-3). */
	#flags(): number {
		const [tec, rec] = [this.#tec, this.#rec];
		return (
			(tec >= BUS_OFF_LIMIT ? 0x20 : 0) |
			(tec >= PASSIVE_LIMIT ? 0x10 : 0) |
			(rec >= PASSIVE_LIMIT ? 0x08 : 0) |
			(tec >= WARNING_LIMIT ? 0x04 : 0) |
			(rec >= WARNING_LIMIT ? 0x02 : 0) |
			(Math.max(tec, rec) >= WARNING_LIMIT ? 0x01 : 0)
		);
	}
}
