import type { QoS } from "../../../../modules/mqtt/message";
import type { Clock } from "../../../../src/clock";
import { BrokerConnection } from "./broker-connection";
import { emptySession, type Forwarded, type KeptSession } from "./kept-session";
import type { HANDSHAKE, Published } from "./packets";
import type { Port } from "./server-socket";

/** Decides what becomes of an acknowledgement: how often it is sent. */
export type AckFate = (type: keyof typeof HANDSHAKE) => 0 | 1 | 2;

/**
 * An MQTT 3.1.1 broker, made after the standard and of nothing that is tested. It can be killed, forgets its
 * acknowledgements and watches what the client does.
 */
export class ModelBroker {
	readonly forwarded: Forwarded[] = [];
	readonly retained = new Map<string, string>();
	/** What the client has done against the standard. */
	readonly violations: string[] = [];
	/** Sessions by client identifier. */
	readonly sessions = new Map<string, KeptSession>();
	ackFate: AckFate = () => 1;
	/** Whether a QoS 2 message is passed on when it is released and not when it comes (4.3.3, methods A and B). */
	readonly forwardsOnRelease: boolean;
	readonly #clock: Clock;
	readonly #port: Port;
	readonly #connections = new Map<string, BrokerConnection>();

	constructor(clock: Clock, port: Port, forwardsOnRelease: boolean) {
		this.#clock = clock;
		this.#port = port;
		this.forwardsOnRelease = forwardsOnRelease;
		this.start();
	}

	start(): void {
		this.#port.listener = (socket) => new BrokerConnection(this, socket, this.#clock);
	}

	/** Dies on the spot; what it had on file is there when it starts again. */
	kill(): void {
		this.#port.listener = undefined;
		for (const connection of [...this.#connections.values()]) connection.reset();
		this.#connections.clear();
	}

	/** Loses its file of sessions. */
	forget(): void {
		this.kill();
		this.sessions.clear();
		this.start();
	}

	/** Publishes to whoever has subscribed, connected or not. */
	publish(message: Forwarded): void {
		for (const [id, session] of this.sessions) {
			const granted = [...session.filters].find(([filter]) => matches(filter, message.topic))?.[1];
			if (granted === undefined) continue;
			const qos = Math.min(granted, message.qos) as QoS;
			if (qos > 0) {
				do session.lastId = (session.lastId % 65535) + 1;
				while (session.outgoing.has(session.lastId));
				session.outgoing.set(session.lastId, { ...message, qos, state: "published" });
			}
			this.#connections.get(id)?.publish(session.lastId, { ...message, qos }, false);
		}
	}

	/** How many messages have not been acknowledged by the client. */
	get outgoing(): number {
		return [...this.sessions.values()].reduce((sum, { outgoing }) => sum + outgoing.size, 0);
	}

	/** @internal A client says who it is. @returns Its session and whether that was there before. */
	connected(
		connection: BrokerConnection,
		id: string,
		clean: boolean,
	): { session: KeptSession; present: boolean } {
		this.#connections.get(id)?.takenOver();
		this.#connections.set(id, connection);
		if (clean) this.sessions.delete(id);
		const kept = this.sessions.get(id);
		const session = kept ?? emptySession();
		this.sessions.set(id, session);
		return { session, present: kept !== undefined };
	}

	/** @internal */
	disconnected(connection: BrokerConnection, id: string, clean: boolean): void {
		if (this.#connections.get(id) !== connection) return;
		this.#connections.delete(id);
		if (clean) this.sessions.delete(id);
	}

	/** @internal */
	forward({ topic, payload, qos, retain }: Published): void {
		this.forwarded.push({ topic, payload, qos });
		if (retain) this.retained.set(topic, payload);
	}
}

/** Whether a filter without `+` covers a topic. */
function matches(filter: string, topic: string): boolean {
	return filter.endsWith("#") ? topic.startsWith(filter.slice(0, -1)) : filter === topic;
}
