import type { AckWatch } from "./ack-watch";
import type { Connection } from "./connection";
import { encodePublish, encodeShort } from "./packet-writer";
import type { Pending, Session } from "./session";

/**
 * Sends again what earlier connections left unsettled [MQTT-4.4.0-1], in the same order [MQTT-4.6.0-1], but releases
 * first: a message that follows may be received and released at once, and would overtake them [MQTT-4.6.0-4]. One
 * packet at a time, as the connection takes them: encoded all at once they would take more room than there is.
 */
export class Redelivery {
	readonly #connection: Connection;
	readonly #session: Session;
	readonly #watch: AckWatch;
	/** Packet ids still to be sent, the next one last. */
	readonly #left: number[];

	/** Takes down what is unsettled now. */
	constructor(connection: Connection, session: Session, watch: AckWatch) {
		this.#connection = connection;
		this.#session = session;
		this.#watch = watch;
		const all = Array.from(session.unsettled());
		const released = all.filter(([, { message }]) => message === undefined);
		const kept = all.filter(([, { message }]) => message !== undefined);
		this.#left = [...released, ...kept].map(([id]) => id).reverse();
	}

	/** Sends as much as the connection takes. @returns Whether everything has been sent. */
	pump(): boolean {
		while (!this.#connection.busy) {
			const id = this.#left.pop();
			if (id === undefined) return true;
			const pending = this.#session.pending(id);
			if (pending !== undefined) this.#connection.send(packet(id, pending), () => this.#watch.sent(pending));
		}
		return false;
	}
}

/** The broker has a message that is no longer kept, and waits for its release. */
function packet(id: number, { message }: Pending): Uint8Array {
	return message === undefined ? encodeShort("PUBREL", id) : encodePublish(message, id, true);
}
