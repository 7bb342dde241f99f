import type { KeyValueStore } from "./key-value-store";

/** Under which they are stored; NVS allows 15 characters. */
const KEY = "last-words";
/** The longest text that is kept, in characters: enough for the innermost calls of a stack. */
const LONGEST = 900;

/** Why the last run of the firmware ended: written while it dies, read once by the next one. */
export class LastWords {
	readonly #store: KeyValueStore;

	constructor(store: KeyValueStore) {
		this.#store = store;
	}

	/**
	 * Stores why the firmware gives up. Never throws: whoever calls is past helping.
	 *
	 * @param why What the engine says, such as `unhandled exception`.
	 * @param exception What was thrown, if anything.
	 */
	keep(why: string, exception: unknown): void {
		try {
			const cause = exception === undefined ? "" : `: ${textOf(exception)}`;
			this.#store.write(KEY, `${why}${cause}`.slice(0, LONGEST));
		} catch {
			// The engine restarts the board in any case.
		}
	}

	/** The stored text, which is forgotten by this; `undefined` when the last run did not give up. */
	take(): string | undefined {
		const text = this.#store.read(KEY);
		if (text === undefined || text === "") return undefined;
		this.#store.write(KEY, "");
		return text;
	}
}

/** Name, message and stack: with some engines the stack begins with the first two. */
function textOf(exception: unknown): string {
	if (!(exception instanceof Error)) return String(exception);
	const title = String(exception);
	const stack = exception.stack ?? "";
	return stack.startsWith(title) ? stack : `${title}\n${stack}`;
}
