import { Journal, type JournalEntry } from "./journal";
import type { Message, MqttLink } from "./mqtt-link";
import { Waiting } from "./waiting";

/** A message that a link has taken and the broker has not acknowledged yet. */
interface Consignment {
	readonly message: Message;
	/** Its entry, if it is of the journal. */
	readonly entry?: JournalEntry;
}

/** What is in an outbox, and what it could not keep. */
export interface OutboxFigures {
	/** Messages that wait for a link to take them, the rest of a series not counted. */
	readonly waiting: number;
	/** Messages that the broker has not acknowledged yet. */
	readonly underWay: number;
	/** Entries of the journal that the broker does not have yet. */
	readonly journal: number;
	/** Messages given up for want of room, since boot. */
	readonly dropped: number;
	/** Entries of the journal that could not be stored, since boot. */
	readonly unsaved: number;
}

/**
 * Messages on their way to the broker: a series that is made one by one as the link takes it, then the journal, then
 * single ones in the order in which they came, the latest payload of a topic replacing one that still waits. What
 * waits outlives a link that is lost. Bounded; what does not fit is counted.
 */
export class Outbox {
	readonly #waiting = new Waiting();
	readonly #journal: Journal;
	readonly #onDelivered: (message: Message) => void;
	readonly #underWay = new Set<Consignment>();
	#series: Iterator<Message> | undefined = undefined;
	/** The next of the series, made already. */
	#made: Message | undefined = undefined;
	#link: MqttLink | undefined = undefined;

	/**
	 * @param onDelivered Called when the broker has acknowledged a message.
	 * @param journal Perhaps with entries from before a restart.
	 */
	constructor(onDelivered: (message: Message) => void, journal = new Journal()) {
		this.#onDelivered = onDelivered;
		this.#journal = journal;
	}

	/** Whether the broker has everything. */
	get empty(): boolean {
		const { waiting, underWay, journal } = this.figures;
		return !this.inSeries && waiting + underWay + journal === 0;
	}

	/** Whether there is a link to send over. */
	get attached(): boolean {
		return this.#link !== undefined;
	}

	/** Whether there is a series of which the link has not taken everything. */
	get inSeries(): boolean {
		return this.#series !== undefined;
	}

	get figures(): OutboxFigures {
		return {
			waiting: this.#waiting.size,
			underWay: this.#underWay.size,
			journal: this.#journal.size,
			dropped: this.#waiting.dropped + this.#journal.dropped,
			unsaved: this.#journal.unsaved,
		};
	}

	/** Starts to send over a fresh link. What an earlier one left under way is acknowledged by and by. */
	attach(link: MqttLink): void {
		this.#link = link;
	}

	/** The link is gone, and with it its series, which is the caller's to put again, and all of QoS 0. */
	detach(): void {
		this.#link = undefined;
		this.endSeries();
		for (const consignment of this.#underWay) {
			if (consignment.message.qos === 0) this.#underWay.delete(consignment);
		}
	}

	/** Takes a message for sending, now or over the next link. */
	put(message: Message): void {
		this.#waiting.put(message);
	}

	/** Forgets what waits and the rest of a series. What is under way or of the journal goes on. */
	clear(): void {
		this.#waiting.clear();
		this.endSeries();
	}

	/** Takes a message of QoS 1 or 2 that no other one may replace. It outlives a restart if the journal is stored. */
	enter(message: Message): void {
		this.#journal.add(message);
	}

	/**
	 * Takes a series of messages, to be sent before all that waits. It replaces a series that is not through, takes
	 * no more memory than its longest message, and ends with the link.
	 */
	putSeries(series: Iterator<Message>): void {
		if (this.#link === undefined) return;
		this.#series = series;
		this.#made = undefined;
	}

	/** Hands the link as much as it takes. To be called after `put` and `enter`, and whenever the link is writable. */
	pump(): void {
		const link = this.#link;
		if (link === undefined || !this.pumpSeries(link) || !this.pumpJournal(link)) return;
		for (const message of this.#waiting.all()) {
			if (!this.hand(link, { message })) return;
			this.#waiting.remove(message);
		}
	}

	/** @returns Whether the series is through. */
	private pumpSeries(link: MqttLink): boolean {
		while (this.#series !== undefined) {
			this.#made ??= this.next(this.#series);
			if (this.#made === undefined) this.endSeries();
			else if (this.hand(link, { message: this.#made })) this.#made = undefined;
			else return false;
		}
		return true;
	}

	/** @returns Whether all of it is under way. */
	private pumpJournal(link: MqttLink): boolean {
		for (let entry = this.#journal.next(); entry !== undefined; entry = this.#journal.next()) {
			if (!this.hand(link, { message: entry.message, entry })) return false;
			this.#journal.sent(entry);
		}
		return true;
	}

	private next(series: Iterator<Message>): Message | undefined {
		const { done, value } = series.next();
		return done ? undefined : value;
	}

	private endSeries(): void {
		this.#series = undefined;
		this.#made = undefined;
	}

	private hand(link: MqttLink, consignment: Consignment): boolean {
		if (!link.publish(consignment.message, () => this.delivered(consignment))) return false;
		this.#underWay.add(consignment);
		return true;
	}

	private delivered(consignment: Consignment): void {
		if (!this.#underWay.delete(consignment)) return;
		const { message, entry } = consignment;
		if (entry !== undefined) this.#journal.delivered(entry);
		this.#onDelivered(message);
	}
}
