import type { KeyValueStore } from "../../src/key-value-store";

/** A store that forgets with the test, and that a test can look into. */
export class MemoryStore implements KeyValueStore {
	readonly texts = new Map<string, string>();
	/** How often something was written. */
	writes = 0;

	read(key: string): string | undefined {
		return this.texts.get(key);
	}

	write(key: string, text: string): undefined {
		this.writes += 1;
		this.texts.set(key, text);
	}
}
