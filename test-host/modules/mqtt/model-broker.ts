import { cut, packet, publish, type RawPacket, word } from "./bytes";

/** When a QoS 2 message counts as received: with its PUBLISH or with its PUBREL (MQTT 3.1.1, figure 4.3). */
export type Method = "at-publish" | "at-release";

/** What becomes of an acknowledgement on its way to the client. */
export type Fate = "sent" | "lost" | "doubled";

/** A message on its way to the client; `released`: PUBREC has come. */
interface Outgoing {
	readonly payload: string;
	readonly qos: number;
	released: boolean;
}

/** The broker's part of the session state (MQTT 3.1.1, 3.1.2.4). */
export interface BrokerState {
	/** QoS 2 messages from the client without a PUBREL, by packet id. */
	readonly incoming: Map<number, string>;
	readonly outgoing: Map<number, Outgoing>;
	readonly queue: Outgoing[];
	lastId: number;
}

/** So many messages to the client are under way at a time. */
const WINDOW = 5;
const TOPIC = "in";

/** A session without anything in it. */
export function emptyState(): BrokerState {
	return { incoming: new Map(), outgoing: new Map(), queue: [], lastId: 0 };
}

/** A broker of one client, made after the standard and of nothing that is tested. Its session outlives connections. */
export class ModelBroker {
	/** Payloads received from the client, as often as they were. */
	readonly received: string[] = [];
	state: BrokerState | undefined;
	readonly #method: Method;
	readonly #fate: () => Fate;
	#unfinished: Uint8Array = new Uint8Array(0);
	#toClient: number[] = [];
	#connected = false;

	/** @param fate Asked for each acknowledgement. */
	constructor(method: Method, fate: () => Fate, state?: BrokerState) {
		this.#method = method;
		this.#fate = fate;
		this.state = state;
	}

	/** Whether every message to the client has been acknowledged. */
	get idle(): boolean {
		return this.state === undefined || this.state.outgoing.size + this.state.queue.length === 0;
	}

	/** Publishes to the client, which has subscribed to it. */
	send(payload: string, qos: number): void {
		if (qos === 0) {
			if (this.#connected) this.#toClient.push(...publish(TOPIC, payload));
			return;
		}
		this.state?.queue.push({ payload, qos, released: false });
		this.#pump();
	}

	/** The connection breaks, and what was on its way is lost. */
	disconnect(): void {
		this.#connected = false;
		this.#toClient = [];
		this.#unfinished = new Uint8Array(0);
	}

	/** What goes to the client next, at most so many bytes. */
	next(count: number): number[] {
		return this.#toClient.splice(0, count);
	}

	/** Takes bytes from the client. */
	receive(bytes: Uint8Array): void {
		const { packets, rest } = cut(Buffer.concat([this.#unfinished, bytes]));
		this.#unfinished = rest;
		for (const one of packets) this.#take(one);
	}

	#take({ first, body }: RawPacket): void {
		const type = first >> 4;
		if (type === 1) this.#connect((body.readUInt8(7) & 2) !== 0);
		else if (type === 3) this.#published((first >> 1) & 3, body);
		else if (type === 14) this.disconnect();
		else if (type >= 4 && type <= 7) this.#acknowledged(type, body.readUInt16BE());
		else throw new Error(`not expected: ${first.toString(16)}`);
	}

	#connect(clean: boolean): void {
		const present = !clean && this.state !== undefined;
		if (!present) this.state = emptyState();
		this.#connected = true;
		this.#toClient.push(0x20, 2, present ? 1 : 0, 0);
		for (const [id, outgoing] of this.state?.outgoing ?? []) this.#out(id, outgoing, true);
		this.#pump();
	}

	#published(qos: number, body: Buffer): void {
		const start = 2 + body.readUInt16BE();
		const payload = body.subarray(start + (qos > 0 ? 2 : 0)).toString();
		if (qos < 2) this.received.push(payload);
		if (qos === 0) return;
		const id = body.readUInt16BE(start);
		const incoming = this.state?.incoming;
		if (qos === 2 && !incoming?.has(id)) {
			incoming?.set(id, payload);
			if (this.#method === "at-publish") this.received.push(payload);
		}
		this.#acknowledge(qos === 1 ? 0x40 : 0x50, id);
	}

	#acknowledged(type: number, id: number): void {
		const { incoming, outgoing } = this.state ?? emptyState();
		const message = outgoing.get(id);
		if (type === 6) {
			const held = incoming.get(id);
			if (held !== undefined && this.#method === "at-release") this.received.push(held);
			incoming.delete(id);
			this.#acknowledge(0x70, id);
		} else if (type === 5) {
			if (message !== undefined) message.released = true;
			this.#acknowledge(0x62, id);
		} else outgoing.delete(id);
		this.#pump();
	}

	#pump(): void {
		if (this.state === undefined || !this.#connected) return;
		const { outgoing, queue } = this.state;
		while (outgoing.size < WINDOW) {
			const next = queue.shift();
			if (next === undefined) return;
			this.state.lastId = (this.state.lastId % 65535) + 1;
			outgoing.set(this.state.lastId, next);
			this.#out(this.state.lastId, next, false);
		}
	}

	#out(id: number, { payload, qos, released }: Outgoing, dup: boolean): void {
		if (released) this.#acknowledge(0x62, id);
		else this.#toClient.push(...publish(TOPIC, payload, { qos, id, dup }));
	}

	#acknowledge(first: number, id: number): void {
		const fate = this.#fate();
		for (let left = fate === "lost" ? 0 : fate === "sent" ? 1 : 2; left > 0; left--)
			this.#toClient.push(...packet(first, word(id)));
	}
}
