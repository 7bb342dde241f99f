import keyValue from "embedded:storage/key-value";

/**
 * Bytes by name in the flash of the device; each write replaces the old bytes or leaves them whole. What is longer than the
 * 3999 bytes of a text goes here: up to what is free in the partition. A key holds either a text or bytes.
 */
export class FlashBlobs {
	readonly #storage: ReturnType<typeof keyValue.open>;

	/** @param namespace At most 15 characters (NVS, ESP-IDF). */
	constructor(namespace: string) {
		this.#storage = keyValue.open({ path: namespace, format: "buffer" });
	}

	/** @returns `undefined` when no bytes are stored under `key` (at most 15 characters). */
	read(key: string): Uint8Array | undefined {
		try {
			const stored = this.#storage.read(key);
			return stored instanceof ArrayBuffer ? new Uint8Array(stored) : undefined;
		} catch {
			// A text, or a key that was never written: the SDK throws then on some platforms.
			return undefined;
		}
	}

	/** @returns Why the old bytes are still there; nothing when the new ones are. */
	write(key: string, bytes: Uint8Array): { readonly reason: string } | undefined {
		const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
		return this.attempt(() => this.#storage.write(key, whole.buffer as ArrayBuffer));
	}

	/** @returns Why it is still there; nothing when it is not, or never was. */
	remove(key: string): { readonly reason: string } | undefined {
		return this.attempt(() => this.#storage.delete(key));
	}

	private attempt(action: () => void): { readonly reason: string } | undefined {
		try {
			action();
			return undefined;
		} catch {
			return { reason: "write-failed" };
		}
	}
}
