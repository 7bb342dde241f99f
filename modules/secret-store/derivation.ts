import FFI from "mc/ffi";
import { bufferOf } from "./key-sealer";

/** Calls back once, `ms` from now; what it returns prevents that. */
export type After = (ms: number, callback: () => void) => () => void;

/** What is derived. */
export interface DerivationOrder {
	readonly password: string;
	readonly salt: Uint8Array;
	/** From 1 on. */
	readonly iterations: number;
	readonly onKey: (key: Uint8Array) => void;
}

/**
 * Iterations in one go: on an ESP32 at 240 MHz about 5 ms, in which the CAN controller holds back no more than it can
 * keep, and far less than any watchdog waits.
 */
const SLICE = 64;
/** Pause after each, ms: the shortest in which everybody else gets a turn. */
const PAUSE_MS = 1;
const KEY_LENGTH = 32;

/** PBKDF2-HMAC-SHA256 (RFC 8018, 5.2) in slices between which everything else goes on. */
export class Derivation {
	readonly #ffi = new FFI();
	readonly #order: DerivationOrder;
	readonly #after: After;
	/** What C keeps between slices. */
	readonly #state = new ArrayBuffer(2 * KEY_LENGTH);
	readonly #salt: ArrayBuffer;
	#done = 0;
	#cancel: () => void;

	constructor(order: DerivationOrder, after: After) {
		// The key would be all zeros.
		if (!(order.iterations >= 1)) throw new RangeError("no iterations");
		this.#order = order;
		this.#after = after;
		this.#salt = bufferOf(order.salt);
		this.#cancel = this.next();
	}

	cancel(): void {
		this.#cancel();
		this.wipe();
	}

	private next(): () => void {
		return this.#after(PAUSE_MS, () => this.step());
	}

	private step(): void {
		const { password, iterations, onKey } = this.#order;
		const count = Math.min(SLICE, iterations - this.#done);
		this.#ffi.secret_derive(password, this.#salt, this.#salt.byteLength, this.#state, this.#done, count);
		this.#done += count;
		if (this.#done < iterations) {
			this.#cancel = this.next();
			return;
		}
		const key = new Uint8Array(this.#state.slice(KEY_LENGTH));
		this.wipe();
		onKey(key);
	}

	private wipe(): void {
		new Uint8Array(this.#state).fill(0);
	}
}
