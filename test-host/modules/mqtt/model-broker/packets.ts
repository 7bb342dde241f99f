import type { QoS } from "../../../../modules/mqtt/message";
import type { RawPacket } from "../bytes";

/** Packets about messages under way (MQTT 3.1.1, 4.3), by their first byte. */
export const HANDSHAKE = { PUBACK: 0x40, PUBREC: 0x50, PUBREL: 0x62, PUBCOMP: 0x70 } as const;

/** A message that a client publishes, or wants to be published when it is gone. */
export interface Published {
	readonly topic: string;
	readonly payload: string;
	readonly qos: QoS;
	readonly retain: boolean;
}

/** Reads the fields of a packet from front to end. */
class Fields {
	readonly #body: Buffer;
	#at = 0;

	constructor({ body }: RawPacket) {
		this.#body = body;
	}

	get atEnd(): boolean {
		return this.#at >= this.#body.length;
	}

	byte(): number {
		return this.#body.readUInt8(this.#at++);
	}

	word(): number {
		this.#at += 2;
		return this.#body.readUInt16BE(this.#at - 2);
	}

	text(): string {
		const length = this.word();
		this.#at += length;
		return this.#body.toString("utf8", this.#at - length, this.#at);
	}

	rest(): string {
		return this.#body.toString("utf8", this.#at);
	}
}

/** CONNECT (MQTT 3.1.1, 3.1); user and password are of no interest. */
export function readConnect(packet: RawPacket): {
	readonly id: string;
	readonly clean: boolean;
	/** Seconds. */
	readonly keepAlive: number;
	readonly will: Published | undefined;
} {
	const fields = new Fields(packet);
	const name = fields.text() + fields.byte();
	if (name !== "MQTT4") throw new Error(`CONNECT for ${name}`);
	const flags = fields.byte();
	const keepAlive = fields.word();
	const id = fields.text();
	const qos = ((flags >> 3) & 3) as QoS;
	const will =
		(flags & 4) === 0
			? undefined
			: { topic: fields.text(), payload: fields.text(), qos, retain: (flags & 0x20) !== 0 };
	return { id, clean: (flags & 2) !== 0, keepAlive, will };
}

/** PUBLISH (MQTT 3.1.1, 3.3). */
export function readPublish(packet: RawPacket): Published & {
	readonly id: number | undefined;
	readonly dup: boolean;
} {
	const fields = new Fields(packet);
	const qos = ((packet.first >> 1) & 3) as QoS;
	const topic = fields.text();
	const id = qos === 0 ? undefined : fields.word();
	const retain = (packet.first & 1) !== 0;
	return { topic, id, qos, retain, dup: (packet.first & 8) !== 0, payload: fields.rest() };
}

/** SUBSCRIBE (MQTT 3.1.1, 3.8). */
export function readSubscribe(packet: RawPacket): {
	readonly id: number;
	readonly filters: readonly { readonly filter: string; readonly qos: QoS }[];
} {
	const fields = new Fields(packet);
	const id = fields.word();
	const filters: { filter: string; qos: QoS }[] = [];
	while (!fields.atEnd) filters.push({ filter: fields.text(), qos: fields.byte() as QoS });
	return { id, filters };
}
