import keyValue from "embedded:storage/key-value";

/** Texts by name in the flash of the device; each write replaces the old text or leaves it whole. */
export class FlashStore {
	readonly #storage: ReturnType<typeof keyValue.open>;

	/** @param namespace At most 15 characters (NVS, ESP-IDF). */
	constructor(namespace: string) {
		this.#storage = keyValue.open({ path: namespace, format: "string" });
	}

	/** @returns `undefined` when nothing is stored under `key` (at most 15 characters). */
	read(key: string): string | undefined {
		try {
			const stored = this.#storage.read(key);
			return typeof stored === "string" ? stored : undefined;
		} catch {
			// The SDK throws where a key was never written on some platforms, and returns undefined on others.
			return undefined;
		}
	}

	/**
	 * Replaces the text stored under `key` (at most 15 characters); at most 3999 bytes of it on the ESP32 (NVS).
	 *
	 * @returns Why the old text is still there; nothing when the new one is.
	 */
	write(key: string, text: string): { readonly reason: string } | undefined {
		try {
			this.#storage.write(key, text);
			return undefined;
		} catch {
			return { reason: "write-failed" };
		}
	}
}
