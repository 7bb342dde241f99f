import type { Message, MqttLink } from "./mqtt-link";

/**
 * Messages on their way to the broker: in the order in which they came, the latest payload of a topic
 * replacing one that still waits. Bounded by the number of topics.
 */
export class Outbox {
	readonly #waiting = new Map<string, Message>();
	readonly #onDelivered: (message: Message) => void;
	#link: MqttLink | undefined = undefined;
	#underWay = 0;

	/** @param onDelivered Called when the broker has acknowledged a message. */
	constructor(onDelivered: (message: Message) => void) {
		this.#onDelivered = onDelivered;
	}

	/** Whether the broker has everything. */
	get empty(): boolean {
		return this.#waiting.size === 0 && this.#underWay === 0;
	}

	/** Whether there is a link to send over. */
	get attached(): boolean {
		return this.#link !== undefined;
	}

	/** Starts to send over a fresh link; what an earlier link left behind is the caller's to put again. */
	attach(link: MqttLink): void {
		this.#link = link;
		this.#waiting.clear();
		this.#underWay = 0;
	}

	/** The link is gone. */
	detach(): void {
		this.#link = undefined;
	}

	/** Takes a message for sending; without a link it is dropped, as every new link gets everything again. */
	put(message: Message): void {
		if (this.#link === undefined) return;
		this.#waiting.set(message.topic, message);
	}

	/** Hands the link as much as it takes. To be called after `put` and whenever the link is writable. */
	pump(): void {
		const link = this.#link;
		if (link === undefined) return;
		for (const message of this.#waiting.values()) {
			if (!link.publish(message, () => this.#delivered(link, message))) return;
			this.#underWay += 1;
			this.#waiting.delete(message.topic);
		}
	}

	#delivered(link: MqttLink, message: Message): void {
		if (link !== this.#link) return;
		this.#underWay -= 1;
		this.#onDelivered(message);
	}
}
