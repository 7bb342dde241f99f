import type { Message, MqttLink } from "./mqtt-link";

/**
 * Messages on their way to the broker: a series that is made one by one as the link takes it, then single ones in
 * the order in which they came, the latest payload of a topic replacing one that still waits. Bounded by the number
 * of topics.
 */
export class Outbox {
	readonly #waiting = new Map<string, Message>();
	readonly #onDelivered: (message: Message) => void;
	#series: Iterator<Message> | undefined = undefined;
	/** The next of the series, made already. */
	#made: Message | undefined = undefined;
	#link: MqttLink | undefined = undefined;
	#underWay = 0;

	/** @param onDelivered Called when the broker has acknowledged a message. */
	constructor(onDelivered: (message: Message) => void) {
		this.#onDelivered = onDelivered;
	}

	/** Whether the broker has everything. */
	get empty(): boolean {
		return this.#series === undefined && this.#waiting.size === 0 && this.#underWay === 0;
	}

	/** Whether there is a link to send over. */
	get attached(): boolean {
		return this.#link !== undefined;
	}

	/** Starts to send over a fresh link; what an earlier link left behind is the caller's to put again. */
	attach(link: MqttLink): void {
		this.#link = link;
		this.#waiting.clear();
		this.#endSeries();
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

	/**
	 * Takes a series of messages, to be sent before all that waits. It replaces a series that is not through, and
	 * takes no more memory than its longest message.
	 */
	putSeries(series: Iterator<Message>): void {
		if (this.#link === undefined) return;
		this.#series = series;
		this.#made = undefined;
	}

	/** Hands the link as much as it takes. To be called after `put` and whenever the link is writable. */
	pump(): void {
		const link = this.#link;
		if (link === undefined || !this.#pumpSeries(link)) return;
		for (const message of this.#waiting.values()) {
			if (!this.#hand(link, message)) return;
			this.#waiting.delete(message.topic);
		}
	}

	/** @returns Whether the series is through. */
	#pumpSeries(link: MqttLink): boolean {
		while (this.#series !== undefined) {
			this.#made ??= this.#next(this.#series);
			if (this.#made === undefined) this.#endSeries();
			else if (this.#hand(link, this.#made)) this.#made = undefined;
			else return false;
		}
		return true;
	}

	#next(series: Iterator<Message>): Message | undefined {
		const { done, value } = series.next();
		return done ? undefined : value;
	}

	#endSeries(): void {
		this.#series = undefined;
		this.#made = undefined;
	}

	#hand(link: MqttLink, message: Message): boolean {
		if (!link.publish(message, () => this.#delivered(link, message))) return false;
		this.#underWay += 1;
		return true;
	}

	#delivered(link: MqttLink, message: Message): void {
		if (link !== this.#link) return;
		this.#underWay -= 1;
		this.#onDelivered(message);
	}
}
