import type { Clock } from "../../../../src/clock";
import { cut, packet, publish, type RawPacket, word } from "../bytes";
import type { Forwarded, KeptSession } from "./kept-session";
import type { ModelBroker } from "./model-broker";
import { HANDSHAKE, readConnect, readPublish, readSubscribe } from "./packets";
import type { ServerEnd, ServerSocket } from "./server-socket";

/** One connection of a client to the broker. */
export class BrokerConnection implements ServerEnd {
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
		else if (first === HANDSHAKE.PUBREL) this.#released(id);
		else if (first === HANDSHAKE.PUBACK || first === HANDSHAKE.PUBCOMP) this.#session?.outgoing.delete(id);
		else if (first === HANDSHAKE.PUBREC) this.#received(id);
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
			else this.#acknowledge("PUBREL", id);
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
		this.#acknowledge("PUBREL", id);
	}

	#subscribe(subscribe: RawPacket): void {
		const { id, filters } = readSubscribe(subscribe);
		for (const { filter, qos } of filters) this.#session?.filters.set(filter, qos);
		this.#socket.send(packet(0x90, word(id), Uint8Array.from(filters.map(({ qos }) => qos))));
	}

	#acknowledge(type: keyof typeof HANDSHAKE, id: number): void {
		for (let times = this.#broker.ackFate(type); times > 0; times--)
			this.#socket.send(packet(HANDSHAKE[type], word(id)));
	}

	#violation(what: string): void {
		this.#broker.violations.push(what);
	}
}
