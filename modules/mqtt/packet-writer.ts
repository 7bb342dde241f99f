import { ByteWriter, textSize } from "./byte-writer";
import type { Message, Subscription } from "./message";
import { utf8Length } from "./utf8";

// The writers take what has been checked: see `checks`.

/** First byte of each packet that a client sends: its type, and the flags that go with it (MQTT 3.1.1, 2.2). */
const FIRST = Object.freeze({
	CONNECT: 0x10,
	PUBLISH: 0x30,
	PUBACK: 0x40,
	PUBREC: 0x50,
	PUBREL: 0x62,
	PUBCOMP: 0x70,
	SUBSCRIBE: 0x82,
	UNSUBSCRIBE: 0xa2,
	PINGREQ: 0xc0,
	DISCONNECT: 0xe0,
});

/** A packet of two bytes, or of four with a packet id. */
export type ShortType = "PUBACK" | "PUBREC" | "PUBREL" | "PUBCOMP" | "PINGREQ" | "DISCONNECT";

/** No short packet is longer, bytes. */
export const LONGEST_SHORT = 4;

/** What the CONNECT packet says (MQTT 3.1.1, 3.1). */
export interface ConnectFields {
	/** Client identifier; may be empty only with `clean`. */
	readonly id: string;
	readonly user?: string | undefined;
	/** Only with `user`. */
	readonly password?: string | undefined;
	/** Seconds, 0 to 65535; 0: off. */
	readonly keepAlive: number;
	/** The broker forgets what it knows of this client, now and when the connection ends. */
	readonly clean: boolean;
	/** What the broker publishes when the connection ends without a goodbye. */
	readonly will?: Message | undefined;
}

/** CONNECT (MQTT 3.1.1, 3.1). @param clean Instead of what the fields say. */
export function encodeConnect(fields: ConnectFields, clean = fields.clean): Uint8Array {
	const { id, user, password, keepAlive, will } = fields;
	// They follow in this order, each only if it is there [MQTT-3.1.3-1].
	const texts = [id, will?.topic, will?.payload, user, password].filter((text) => text !== undefined);
	const writer = new ByteWriter(
		FIRST.CONNECT,
		texts.reduce((size, text) => size + textSize(text), 10),
	);
	writer.text("MQTT");
	writer.byte(4);
	const willFlags = will === undefined ? 0 : 0x04 | (will.qos << 3) | (will.retain ? 0x20 : 0);
	const loginFlags = (password === undefined ? 0 : 0x40) | (user === undefined ? 0 : 0x80);
	writer.byte((clean ? 0x02 : 0) | willFlags | loginFlags);
	writer.word(keepAlive);
	for (const text of texts) writer.text(text);
	return writer.bytes;
}

/**
 * PUBLISH (MQTT 3.1.1, 3.3).
 *
 * @param id Packet id; `undefined` with QoS 0 and only then [MQTT-2.3.1-5].
 * @param dup It is sent again [MQTT-3.3.1-1].
 */
export function encodePublish(message: Message, id: number | undefined, dup = false): Uint8Array {
	const { topic, payload, qos, retain } = message;
	const flags = (dup ? 0x08 : 0) | (qos << 1) | (retain ? 0x01 : 0);
	const size = textSize(topic) + (id === undefined ? 0 : 2) + utf8Length(payload);
	const writer = new ByteWriter(FIRST.PUBLISH | flags, size);
	writer.text(topic);
	if (id !== undefined) writer.word(id);
	writer.rest(payload);
	return writer.bytes;
}

/** SUBSCRIBE (MQTT 3.1.1, 3.8). */
export function encodeSubscribe(topics: readonly Subscription[], id: number): Uint8Array {
	const size = topics.reduce((sum, { topic }) => sum + textSize(topic) + 1, 2);
	const writer = new ByteWriter(FIRST.SUBSCRIBE, size);
	writer.word(id);
	for (const { topic, qos } of topics) {
		writer.text(topic);
		writer.byte(qos);
	}
	return writer.bytes;
}

/** UNSUBSCRIBE (MQTT 3.1.1, 3.10). */
export function encodeUnsubscribe(topics: readonly string[], id: number): Uint8Array {
	const size = topics.reduce((sum, topic) => sum + textSize(topic), 2);
	const writer = new ByteWriter(FIRST.UNSUBSCRIBE, size);
	writer.word(id);
	for (const topic of topics) writer.text(topic);
	return writer.bytes;
}

/** A short packet of its own; see `writeShort`. */
export function encodeShort(type: ShortType, id: number): Uint8Array {
	const packet = new Uint8Array(LONGEST_SHORT);
	writeShort(packet, 0, type, id);
	return packet;
}

/**
 * Writes an acknowledgement, PINGREQ or DISCONNECT (MQTT 3.1.1, 3.4 to 3.7, 3.12, 3.14) from `at` on.
 *
 * @param id Packet id; `undefined` for the two that have none.
 * @returns Where the next byte goes.
 */
export function writeShort(target: Uint8Array, at: number, type: ShortType, id: number | undefined): number {
	target[at] = FIRST[type];
	target[at + 1] = id === undefined ? 0 : 2;
	if (id === undefined) return at + 2;
	target[at + 2] = id >> 8;
	target[at + 3] = id & 0xff;
	return at + LONGEST_SHORT;
}
