import type { IncomingPacket } from "./incoming-packet";
import type { QoS, ReceivedMessage } from "./message";
import type { ShortType } from "./packet-writer";
import type { Session } from "./session";

/** So many QoS 2 messages may wait for their release, at two bytes each; most brokers keep to a few dozen. */
const MOST_UNRELEASED = 1024;

/** How a broker breaks the rules of an exchange. */
export type Violation =
	/** A packet that has no business here, or not now. */
	| "unexpected-packet"
	/** SUBACK with more or fewer return codes than topics [MQTT-3.8.4-5]. */
	| "wrong-return-codes"
	/** More QoS 2 messages without a PUBREL than we remember. */
	| "too-many-unreleased";

/** What the exchanges lead to. */
export interface HandshakeEvents {
	/** A packet is to be sent, in this order [MQTT-4.6.0-2] to [MQTT-4.6.0-4]. */
	answer(type: ShortType, id: number): void;
	onMessage(message: ReceivedMessage): void;
	/** A message of so many bytes was skipped. */
	onTooLarge(size: number): void;
}

/** The exchanges behind QoS 1 and 2, SUBSCRIBE and UNSUBSCRIBE (MQTT 3.1.1, 4.3). No input or output, no time. */
export class Handshakes {
	readonly #session: Session;
	readonly #events: HandshakeEvents;

	constructor(session: Session, events: HandshakeEvents) {
		this.#session = session;
		this.#events = events;
	}

	/** Takes a packet from the broker. @returns What is against the rules in it, `undefined` if nothing is. */
	receive(packet: IncomingPacket): Violation | undefined {
		switch (packet.type) {
			case "PUBLISH":
				return this.message(packet.message.qos, packet.id, () => this.#events.onMessage(packet.message));
			case "TOO-LARGE":
				return this.message(packet.qos, packet.id, () => this.#events.onTooLarge(packet.size));
			case "PUBREL":
				return this.released(packet.id);
			case "PUBREC":
				return this.received(packet.id);
			case "SUBACK":
				return this.settled(packet.type, packet.id, packet.granted);
			case "PUBACK":
			case "PUBCOMP":
			case "UNSUBACK":
				return this.settled(packet.type, packet.id, []);
			default:
				return "unexpected-packet";
		}
	}

	/** The acknowledgement is in the queue before the application looks, in case it then closes the connection. */
	private message(qos: QoS, id: number | undefined, deliver: () => void): Violation | undefined {
		if (id !== undefined && qos === 2) return this.once(id, deliver);
		if (id !== undefined) this.#events.answer("PUBACK", id);
		deliver();
		return undefined;
	}

	/** Delivers when the message comes first, not at its release (MQTT 3.1.1, 4.3.3, method B). */
	private once(id: number, deliver: () => void): Violation | undefined {
		const { unreleased } = this.#session;
		const known = unreleased.has(id);
		if (!known && unreleased.size >= MOST_UNRELEASED) {
			// On the next connection it would come again, and again find no room.
			this.#session.abandon();
			return "too-many-unreleased";
		}
		this.#events.answer("PUBREC", id);
		if (known) return undefined;
		unreleased.add(id);
		deliver();
		return undefined;
	}

	/** An unknown id is answered as well: the broker asks again when the first PUBCOMP did not arrive. */
	private released(id: number): undefined {
		this.#session.unreleased.delete(id);
		this.#events.answer("PUBCOMP", id);
	}

	private received(id: number): Violation | undefined {
		const pending = this.#session.pending(id);
		if (pending !== undefined) {
			if (pending.awaiting !== "PUBREC" && pending.awaiting !== "PUBCOMP") return "unexpected-packet";
			this.#session.received(id, pending);
		}
		this.#events.answer("PUBREL", id);
		return undefined;
	}

	private settled(
		type: "PUBACK" | "PUBCOMP" | "SUBACK" | "UNSUBACK",
		id: number,
		granted: readonly number[],
	): Violation | undefined {
		const pending = this.#session.pending(id);
		// The second of two acknowledgements of the same thing harms nobody.
		if (pending === undefined) return undefined;
		if (pending.awaiting !== type) return "unexpected-packet";
		if (pending.topics !== granted.length) return "wrong-return-codes";
		this.#session.settle(id, pending);
		pending.onDone(granted);
		return undefined;
	}
}
