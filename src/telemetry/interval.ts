import { DEFAULT_INTERVAL, parseInterval } from "../homeassistant/publish-interval";
import type { KeyValueStore } from "../key-value-store";

/** Under which it is stored. */
const KEY = "interval";

/**
 * How often changed values may be published: what the owner has said last, in the settings or from Home Assistant,
 * also before a restart. Stored is what came from Home Assistant and what the settings said then, `20/5`.
 */
export class Interval {
	readonly #store: KeyValueStore | undefined;
	readonly #set: number;
	#seconds: number;

	/**
	 * @param store Left out, what is set holds until the next restart.
	 * @param set By the settings, seconds.
	 */
	constructor(store: KeyValueStore | undefined, set: number = DEFAULT_INTERVAL) {
		this.#store = store;
		this.#set = set;
		const [told = "", before] = store?.read(KEY)?.split("/") ?? [];
		const holds = before === String(set);
		this.#seconds = (holds ? parseInterval(told) : undefined) ?? set;
		// Other settings since are the later word, also when they are changed back.
		if (!holds && told !== "") store?.write(KEY, `${set}/${set}`);
	}

	get seconds(): number {
		return this.#seconds;
	}

	/** Holds from now on; when it cannot be stored, until the next restart. */
	set(seconds: number): void {
		// Flash wears out, and a slider sends the same number more than once.
		if (seconds !== this.#seconds) this.#store?.write(KEY, `${seconds}/${this.#set}`);
		this.#seconds = seconds;
	}
}
