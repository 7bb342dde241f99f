import type { Message } from "./mqtt-link";

/** How much may wait: a few times as much as all states and the data object together. */
const LIMIT = Object.freeze({ messages: 128, characters: 16 * 1024 });

/** Messages that wait, the latest of each topic in the place of its first. When they are too many the oldest goes. */
export class Waiting {
	readonly #messages = new Map<string, Message>();
	#characters = 0;
	#dropped = 0;

	get size(): number {
		return this.#messages.size;
	}

	/** How many have been given up for want of room. */
	get dropped(): number {
		return this.#dropped;
	}

	/** Takes a message; an earlier one of the same topic is of no use any more. */
	put(message: Message): void {
		const earlier = this.#messages.get(message.topic);
		if (earlier !== undefined) this.#characters -= lengthOf(earlier);
		this.#messages.set(message.topic, message);
		this.#characters += lengthOf(message);
		for (const oldest of this.#messages.values()) {
			if (this.#messages.size <= LIMIT.messages && this.#characters <= LIMIT.characters) return;
			this.remove(oldest);
			this.#dropped += 1;
		}
	}

	/** Nothing waits any longer, and that is nobody's loss. */
	clear(): void {
		this.#messages.clear();
		this.#characters = 0;
	}

	/** Everything that waits, oldest first. A message may be removed while it is looked at. */
	all(): Iterable<Message> {
		return this.#messages.values();
	}

	/** It waits no longer. */
	remove(message: Message): void {
		this.#messages.delete(message.topic);
		this.#characters -= lengthOf(message);
	}
}

function lengthOf({ topic, payload }: Message): number {
	return topic.length + payload.length;
}
