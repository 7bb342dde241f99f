import type { KeyValueStore } from "../key-value-store";
import { decodeUtf8, encodeUtf8 } from "../utf8";
import type { BlobStore } from "./blob-store";
import type { Sealer } from "./sealing";

/** Texts that outlive a restart and are not for everybody who reads the flash; each is sealed along with its key. */
export class SealedTexts implements KeyValueStore {
	readonly #store: BlobStore;
	readonly #sealer: Sealer;

	constructor(store: BlobStore, sealer: Sealer) {
		this.#store = store;
		this.#sealer = sealer;
	}

	/** @returns `undefined` also for what cannot be opened. */
	read(key: string): string | undefined {
		const sealed = this.#store.read(key);
		const opened = sealed && this.#sealer.open(sealed, encodeUtf8(key));
		return opened === undefined || "reason" in opened ? undefined : decodeUtf8(opened);
	}

	write(key: string, text: string): { readonly reason: string } | undefined {
		const sealed = this.#sealer.seal(encodeUtf8(text), encodeUtf8(key));
		return "reason" in sealed ? sealed : this.#store.write(key, sealed);
	}
}
