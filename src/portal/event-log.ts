import type { AppEvent } from "../event";
import { jsonText } from "../json";

/** So many events are kept, and so many characters of them: what is older is forgotten. */
const MOST_EVENTS = 200;
const MOST_TEXT = 4096;
/** One event with a longer text is kept without its details. */
const LONGEST = 400;

/** The last events, as JSON: the portal's window on what the device has been through. */
export class EventLog {
	/** Each the JSON of a `LoggedEvent`. */
	readonly #texts: string[] = [];
	#length = 0;

	/** @param at Whole seconds since boot. */
	add(at: number, event: AppEvent): void {
		// They come by the thousand, and the portal shows what they say elsewhere.
		if (event.event === "values" || event.event === "published") return;
		const whole = jsonText({ at, event });
		const text = whole.length <= LONGEST ? whole : jsonText({ at, event: { event: event.event } });
		this.#texts.push(text);
		this.#length += text.length;
		while (this.#length > MOST_TEXT || this.#texts.length > MOST_EVENTS) {
			this.#length -= this.#texts.shift()?.length ?? 0;
		}
	}

	/** JSON of an array of `LoggedEvent`, oldest first. */
	text(): string {
		return `[${this.#texts.join(",")}]`;
	}
}
