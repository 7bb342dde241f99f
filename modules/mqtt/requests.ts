import type { AckWatch } from "./ack-watch";
import { checkCount, checkFilter, checkQoS, checkTopic } from "./checks";
import type { Connection } from "./connection";
import type { Message, Subscription } from "./message";
import { MOST_TOPICS } from "./packet-parser";
import { encodePublish, encodeSubscribe, encodeUnsubscribe } from "./packet-writer";
import { Redelivery } from "./redelivery";
import type { Pending, Session } from "./session";

/** What must have room for a request; a message of QoS 0 needs nothing but the connection. */
type Need = Pending["kind"] | "connection";

/** What requests need and lead to. */
export interface RequestOptions {
	readonly connection: Connection;
	readonly session: Session;
	readonly watch: AckWatch;
	after(ms: number, callback: () => void): () => void;
	/** What has been refused may be accepted now. */
	onWritable(): void;
}

/**
 * What the application wants to be sent. Nothing is queued: a request goes out now or is refused, and then its
 * owner is told when to try again.
 */
export class Requests {
	readonly #options: RequestOptions;
	#open = false;
	/** Set until everything of earlier connections has been sent again. */
	#redelivery: Redelivery | undefined = undefined;
	/** To be called for messages of QoS 0, all of whose bytes the socket has. */
	readonly #handedOver: (() => void)[] = [];
	readonly #refused = new Set<Need>();
	#cancel: (() => void) | undefined = undefined;

	constructor(options: RequestOptions) {
		this.#options = options;
	}

	/**
	 * From now on requests are accepted, messages not before those of earlier connections have been sent again: they
	 * would arrive in the wrong order.
	 */
	start(): void {
		const { connection, session, watch } = this.#options;
		this.#open = true;
		if (session.messages > 0) this.#redelivery = new Redelivery(connection, session, watch);
	}

	/** From now on nothing is accepted or told. */
	stop(): void {
		this.#open = false;
		this.#cancel?.();
	}

	/** See `MQTTClient.publish`. */
	publish(message: Message, onDone: () => void): boolean {
		checkTopic(message.topic);
		checkQoS(message.qos);
		if (message.qos > 0) {
			const awaiting = message.qos === 1 ? "PUBACK" : "PUBREC";
			const pending: Pending = { kind: "message", awaiting, topics: 0, message, waited: undefined, onDone };
			return this.begin(pending, (id) => encodePublish(message, id));
		}
		if (!this.accepts("connection")) return false;
		this.#options.connection.send(encodePublish(message, undefined), () => this.handOver(onDone));
		return true;
	}

	/** See `MQTTClient.subscribe`. */
	subscribe(topics: readonly Subscription[], onDone: (granted: readonly number[]) => void): boolean {
		checkCount("topics", topics, MOST_TOPICS);
		for (const { topic, qos } of topics) {
			checkFilter(topic);
			checkQoS(qos);
		}
		return this.begin(subscription("SUBACK", topics.length, onDone), (id) => encodeSubscribe(topics, id));
	}

	/** See `MQTTClient.unsubscribe`. */
	unsubscribe(topics: readonly string[], onDone: () => void): boolean {
		checkCount("topics", topics, MOST_TOPICS);
		for (const topic of topics) checkFilter(topic);
		return this.begin(subscription("UNSUBACK", 0, onDone), (id) => encodeUnsubscribe(topics, id));
	}

	/** Tells what has been done and what has become possible; only when no call of the application is under way. */
	settle(): void {
		this.#cancel?.();
		this.#cancel = undefined;
		if (this.#open && this.#redelivery?.pump()) this.#redelivery = undefined;
		for (let left = this.#handedOver.length; left > 0 && this.#open; left--) this.#handedOver.shift()?.();
		for (const need of this.#refused) {
			if (!this.hasRoom(need)) continue;
			this.#refused.clear();
			this.#options.onWritable();
			return;
		}
	}

	private begin(pending: Pending, encode: (id: number) => Uint8Array): boolean {
		if (!this.accepts(pending.kind)) return false;
		const { connection, session, watch } = this.#options;
		connection.send(encode(session.begin(pending)), () => watch.sent(pending));
		return true;
	}

	private accepts(need: Need): boolean {
		const accepted = this.hasRoom(need);
		if (!accepted) this.#refused.add(need);
		return accepted;
	}

	private hasRoom(need: Need): boolean {
		const { connection, session } = this.#options;
		if (!this.#open || connection.busy) return false;
		if (need !== "subscription" && this.#redelivery !== undefined) return false;
		return need === "connection" || session.hasRoom(need);
	}

	/** A caller does not expect to be called back before `publish` has returned, so that is put off. */
	private handOver(onDone: () => void): void {
		this.#handedOver.push(onDone);
		this.#cancel ??= this.#options.after(0, () => this.settle());
	}
}

function subscription(awaiting: Pending["awaiting"], topics: number, onDone: Pending["onDone"]): Pending {
	return { kind: "subscription", awaiting, topics, message: undefined, waited: undefined, onDone };
}
