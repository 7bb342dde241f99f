import type { Clock } from "../../../src/clock";
import { cut, packet, publish, type RawPacket, word } from "../../modules/mqtt/bytes";
import type { Network, ServerEnd, ServerSocket } from "./network";
import { readConnect, readPublish, readSubscribe } from "./packets";

type QoS = 0 | 1 | 2;

/** A message as the broker gave it to its subscribers. */
export interface Forwarded {
	readonly topic: string;
	readonly payload: string;
	readonly qos: QoS;
}

/** Something on its way to the client. */
interface Outgoing extends Forwarded {
	state: "published" | "released";
}

/** What outlives a connection, and the broker's death: it is written down before anything is acknowledged. */
interface KeptSession {
	readonly filters: Map<string, QoS>;
	/** QoS 2 messages from the client whose PUBREL has not come, by packet id. */
	readonly unreleased: Map<number, Forwarded & { retain: boolean }>;
	readonly outgoing: Map<number, Outgoing>;
	lastId: number;
}

/** Decides what becomes of an acknowledgement: how often it is sent. */
export type AckFate = () => 0 | 1 | 2;

const FIRST_BYTES = { PUBACK: 0x40, PUBREC: 0x50, PUBREL: 0x62, PUBCOMP: 0x70 } as const;

/** An MQTT 3.1.1 broker that can be killed, forgets its acknowledgements and watches what the client does. */
export class ModelBroker {
	readonly forwarded: Forwarded[] = [];
	readonly retained = new Map<string, string>();
	/** What the client has done against the standard. */
	readonly violations: string[] = [];
	ackFate: AckFate = () => 1;
	/** Whether a QoS 2 message is passed on when it is released and not when it comes (4.3.3, methods A and B). */
	readonly #forwardsOnRelease: boolean;
	readonly #clock: Clock;
	readonly #network: Network;
	readonly #sessions = new Map<string, KeptSession>();
	readonly #clients = new Map<string, Client>();

	constructor(clock: Clock, network: Network, forwardsOnRelease: boolean) {
		this.#clock = clock;
		this.#network = network;
		this.#forwardsOnRelease = forwardsOnRelease;
		this.start();
	}

	start(): void {
		this.#network.listener = (socket) => new Client(this, socket, this.#clock);
	}

	/** Dies on the spot; what it had on file is there when it starts again. */
	kill(): void {
		this.#network.listener = undefined;
		for (const client of [...this.#clients.values()]) client.reset();
		this.#clients.clear();
	}

	/** Loses its file of sessions. */
	forget(): void {
		this.kill();
		this.#sessions.clear();
		this.start();
	}

	/** Publishes to whoever has subscribed, connected or not. */
	publish(message: Forwarded): void {
		for (const [id, session] of this.#sessions) {
			const granted = [...session.filters].find(([filter]) => matches(filter, message.topic))?.[1];
			if (granted === undefined) continue;
			const qos = Math.min(granted, message.qos) as QoS;
			if (qos > 0) {
				do session.lastId = (session.lastId % 65535) + 1;
				while (session.outgoing.has(session.lastId));
				session.outgoing.set(session.lastId, { ...message, qos, state: "published" });
			}
			this.#clients.get(id)?.publish(session.lastId, { ...message, qos }, false);
		}
	}

	/** How many messages have not been acknowledged by the client. */
	get outgoing(): number {
		return [...this.#sessions.values()].reduce((sum, { outgoing }) => sum + outgoing.size, 0);
	}

	/** @internal A client says who it is. @returns Its session and whether that was there before. */
	connected(client: Client, id: string, clean: boolean): { session: KeptSession; present: boolean } {
		this.#clients.get(id)?.takenOver();
		this.#clients.set(id, client);
		if (clean) this.#sessions.delete(id);
		const kept = this.#sessions.get(id);
		const session = kept ?? {
			...{ filters: new Map(), unreleased: new Map(), outgoing: new Map(), lastId: 0 },
		};
		this.#sessions.set(id, session);
		return { session, present: kept !== undefined };
	}

	/** @internal */
	disconnected(client: Client, id: string, clean: boolean): void {
		if (this.#clients.get(id) !== client) return;
		this.#clients.delete(id);
		if (clean) this.#sessions.delete(id);
	}

	/** @internal */
	forward({ topic, payload, qos, retain }: Forwarded & { retain: boolean }): void {
		this.forwarded.push({ topic, payload, qos });
		if (retain) this.retained.set(topic, payload);
	}

	/** @internal */
	get forwardsOnRelease(): boolean {
		return this.#forwardsOnRelease;
	}
}

/** One connection. */
class Client implements ServerEnd {
	readonly #broker: ModelBroker;
	readonly #socket: ServerSocket;
	readonly #clock: Clock;
	/** The beginning of a packet. */
	#rest: Uint8Array = new Uint8Array(0);
	/** Packet ids of QoS 2 messages that came on this connection and have not been released. */
	readonly #used = new Set<number>();
	#connect: ReturnType<typeof readConnect> | undefined = undefined;
	#session: KeptSession | undefined = undefined;
	#cancelSilence: () => void = () => {};
	#closed = false;

	constructor(broker: ModelBroker, socket: ServerSocket, clock: Clock) {
		this.#broker = broker;
		this.#socket = socket;
		this.#clock = clock;
	}

	onData(bytes: Uint8Array): void {
		if (this.#closed) return;
		this.#heard();
		const { packets, rest } = cut(Buffer.concat([this.#rest, bytes]));
		this.#rest = rest;
		for (const packet of packets) this.#receive(packet);
	}

	onClosed(): void {
		this.#end(true);
	}

	/** The broker is dead: no will, no goodbye. */
	reset(): void {
		this.#end(false);
		this.#socket.close(true);
	}

	/** The same client has come back on another connection [MQTT-3.1.4-2]. */
	takenOver(): void {
		this.#end(true);
		this.#socket.close();
	}

	publish(id: number, { topic, payload, qos }: Forwarded, dup: boolean): void {
		this.#socket.send(publish(topic, payload, { qos, dup, ...(qos > 0 && { id }) }));
	}

	#end(will: boolean): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#cancelSilence();
		const connect = this.#connect;
		if (connect === undefined) return;
		this.#broker.disconnected(this, connect.id, connect.clean);
		if (will && connect.will !== undefined) this.#broker.forward(connect.will);
	}

	/** Half as much silence again as the keep-alive is too much [MQTT-3.1.2-24]. */
	#heard(): void {
		this.#cancelSilence();
		const seconds = this.#connect?.keepAlive ?? 10;
		this.#cancelSilence = this.#clock.after(seconds * 1500, () => {
			this.#end(true);
			this.#socket.close();
		});
	}

	#receive(packet: RawPacket): void {
		if (this.#closed) return;
		const { first, body } = packet;
		const id = body.length >= 2 ? body.readUInt16BE(0) : 0;
		if ((this.#session === undefined) !== (first === 0x10)) this.#violation("CONNECT comes first, and once");
		else if (first === 0x10) this.#accept(packet);
		else if (first >> 4 === 3) this.#published(packet);
		else if (first === FIRST_BYTES.PUBREL) this.#released(id);
		else if (first === FIRST_BYTES.PUBACK || first === FIRST_BYTES.PUBCOMP)
			this.#session?.outgoing.delete(id);
		else if (first === FIRST_BYTES.PUBREC) this.#received(id);
		else if (first === 0x82) this.#subscribe(packet);
		else if (first === 0xc0) this.#socket.send(Uint8Array.of(0xd0, 0));
		else if (first === 0xe0) this.#end(false);
		else this.#violation(`packet ${first.toString(16)}`);
	}

	#accept(packet: RawPacket): void {
		const connect = readConnect(packet);
		this.#connect = connect;
		const { session, present } = this.#broker.connected(this, connect.id, connect.clean);
		this.#session = session;
		this.#socket.send(Uint8Array.of(0x20, 2, present ? 1 : 0, 0));
		for (const [id, outgoing] of session.outgoing) {
			if (outgoing.state === "published") this.publish(id, outgoing, true);
			else this.#send("PUBREL", id);
		}
	}

	#published(packet: RawPacket): void {
		const { id, dup, ...message } = readPublish(packet);
		const session = this.#session;
		if (message.qos === 0 || id === undefined) {
			this.#broker.forward(message);
			return;
		}
		if (this.#used.has(id)) this.#violation(`packet id ${id} used twice`);
		if (message.qos === 1) {
			this.#broker.forward(message);
			this.#acknowledge("PUBACK", id);
			return;
		}
		this.#used.add(id);
		const known = session?.unreleased.has(id) === true;
		if (known && !dup) this.#violation(`packet id ${id} not free`);
		if (!known) {
			session?.unreleased.set(id, message);
			if (!this.#broker.forwardsOnRelease) this.#broker.forward(message);
		}
		this.#acknowledge("PUBREC", id);
	}

	#released(id: number): void {
		const message = this.#session?.unreleased.get(id);
		this.#used.delete(id);
		this.#session?.unreleased.delete(id);
		if (message !== undefined && this.#broker.forwardsOnRelease) this.#broker.forward(message);
		this.#acknowledge("PUBCOMP", id);
	}

	#received(id: number): void {
		const outgoing = this.#session?.outgoing.get(id);
		if (outgoing !== undefined) outgoing.state = "released";
		this.#send("PUBREL", id);
	}

	#subscribe(subscribe: RawPacket): void {
		const { id, filters } = readSubscribe(subscribe);
		for (const { filter, qos } of filters) this.#session?.filters.set(filter, qos);
		this.#socket.send(packet(0x90, word(id), Uint8Array.from(filters.map(({ qos }) => qos))));
	}

	#acknowledge(type: "PUBACK" | "PUBREC" | "PUBCOMP", id: number): void {
		for (let times = this.#broker.ackFate(); times > 0; times--) this.#send(type, id);
	}

	#send(type: keyof typeof FIRST_BYTES, id: number): void {
		this.#socket.send(packet(FIRST_BYTES[type], word(id)));
	}

	#violation(what: string): void {
		this.#broker.violations.push(what);
	}
}

/** Whether a filter without `+` covers a topic. */
function matches(filter: string, topic: string): boolean {
	return filter.endsWith("#") ? topic.startsWith(filter.slice(0, -1)) : filter === topic;
}
