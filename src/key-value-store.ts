/** The port to texts that outlive a restart. */
export interface KeyValueStore {
	/** @returns `undefined` when nothing is stored under `key`. */
	read(key: string): string | undefined;
	/**
	 * Replaces the text whole or leaves the old one.
	 *
	 * @returns Why it was not stored; nothing when it was.
	 */
	write(key: string, text: string): { readonly reason: string } | undefined;
}
