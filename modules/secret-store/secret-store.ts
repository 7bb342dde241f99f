import FFI from "mc/ffi";
import { type After, Derivation } from "./derivation";
import { KeySealer, reasonOf, type SecretReason } from "./key-sealer";

/** By the number of `secret-store.h`. */
const PROTECTIONS = Object.freeze(["plain-key", "flash-encryption", "hmac-efuse"] as const);

/**
 * Who guards the key of the device. `plain-key`: nobody, it lies in flash beside what it encrypts. `flash-encryption`: the
 * classic ESP32 decrypts its flash by itself, with a key that no program can read. `hmac-efuse`: NVS of an ESP32-S3 or C3 is
 * encrypted under a key that only its hardware knows.
 */
export type Protection = (typeof PROTECTIONS)[number];

/** Seals under the key of the device, which is made at its first start, and derives keys from passwords. */
export class SecretStore extends KeySealer {
	readonly protection: Protection;
	/** Why nothing can be sealed or opened; `undefined` when all is well. */
	readonly fault: SecretReason | undefined;
	readonly #after: After;

	constructor(result: number, after: After) {
		super(new Uint8Array(0));
		this.protection = PROTECTIONS[result] ?? "plain-key";
		this.fault = result < 0 ? reasonOf(result) : undefined;
		this.#after = after;
	}

	/**
	 * PBKDF2-HMAC-SHA256, 32 bytes; `onKey` is called later, once.
	 *
	 * @returns Cancels it.
	 */
	derive(
		password: string,
		salt: Uint8Array,
		iterations: number,
		onKey: (key: Uint8Array) => void,
	): () => void {
		const derivation = new Derivation({ password, salt, iterations, onKey }, this.#after);
		return () => derivation.cancel();
	}

	/** Bytes that nobody can guess, also before the radio is on. */
	randomBytes(count: number): Uint8Array {
		const bytes = new ArrayBuffer(count);
		new FFI().secret_random(bytes, count);
		return new Uint8Array(bytes);
	}

	/** @param key 32 bytes; not changed while the sealer is used. */
	sealerOf(key: Uint8Array): KeySealer {
		return new KeySealer(key);
	}

	/**
	 * Destroys the key: nothing that was sealed can be opened again. The next seal makes another one.
	 *
	 * @returns Why it is still there; nothing when it is not.
	 */
	forget(): { readonly reason: SecretReason } | undefined {
		const result = new FFI().secret_forget();
		return result === 0 ? undefined : { reason: reasonOf(result) };
	}
}

/** Once after each start of the firmware, before the radio or the ADC is used: it borrows their noise. */
export function openSecretStore(after: After): SecretStore {
	return new SecretStore(new FFI().secret_start(), after);
}
