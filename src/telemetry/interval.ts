import { DEFAULT_INTERVAL, parseInterval } from "../homeassistant/publish-interval";
import type { KeyValueStore } from "../key-value-store";

/** Under which it is stored. */
const KEY = "interval";

/** How often changed values may be published: what the owner has set last, also before a restart. */
export class Interval {
	readonly #store: KeyValueStore | undefined;
	#seconds: number;

	/** @param store Left out, what is set holds until the next restart. */
	constructor(store: KeyValueStore | undefined) {
		this.#store = store;
		this.#seconds = parseInterval(store?.read(KEY) ?? "") ?? DEFAULT_INTERVAL;
	}

	get seconds(): number {
		return this.#seconds;
	}

	/** Holds from now on; when it cannot be stored, until the next restart. */
	set(seconds: number): void {
		// Flash wears out, and a slider sends the same number more than once.
		if (seconds !== this.#seconds) this.#store?.write(KEY, String(seconds));
		this.#seconds = seconds;
	}
}
