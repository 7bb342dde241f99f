/** The port to bytes that outlive a restart. */
export interface BlobStore {
	/** @returns `undefined` when nothing is stored under `key`. */
	read(key: string): Uint8Array | undefined;
	/**
	 * Replaces what is stored under `key`, at most 15 characters.
	 *
	 * @returns Why it was not stored; nothing when it was.
	 */
	write(key: string, bytes: Uint8Array): { readonly reason: string } | undefined;
	/** @returns Why it is still there; nothing when it is gone, or never was there. */
	remove(key: string): { readonly reason: string } | undefined;
}
