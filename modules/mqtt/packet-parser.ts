import { type AcknowledgementType, type IncomingPacket, malformed } from "./incoming-packet";
import type { QoS } from "./message";
import { decodeUTF8, isUTF8 } from "./utf8";

/** So many topics are subscribed to at once: the return codes become an array, eight times their size. */
export const MOST_TOPICS = 64;
/** A PUBLISH with a longer topic is none of those we ask for; it is skipped. Bytes. */
const LONGEST_TOPIC = 512;

/** Reads the `size` bytes after the fixed header; `first` is the first byte of that header. */
type Parse = (body: Uint8Array, size: number, first: number) => IncomingPacket;

/** What is known of a packet from its first byte. */
export interface Shape {
	/** Bytes after the fixed header, at least and at most. */
	readonly least: number;
	readonly most: number;
	/** It may be longer than we take: then it is skipped. */
	readonly skippable: boolean;
	readonly parse: Parse;
}

/** The QoS in the first byte of a PUBLISH; 3 is none (MQTT 3.1.1, 3.3.1.2). */
export function qosOf(first: number): QoS | 3 {
	return ((first >> 1) & 3) as QoS | 3;
}

const parseConnack: Parse = (body) => {
	const [flags = 0, code = 0] = body;
	return flags > 1 ? malformed("bad-flags") : { type: "CONNACK", sessionPresent: flags === 1, code };
};

const parsePublish: Parse = (body, size, first) => {
	const qos = qosOf(first);
	if (qos === 3) return malformed("bad-qos");
	const topicEnd = 2 + wordAt(body, 0);
	const start = qos === 0 ? topicEnd : topicEnd + 2;
	if (start > size) return malformed("wrong-size");
	if (!isTopic(body, 2, topicEnd)) return malformed("bad-topic");
	const id = qos === 0 ? undefined : wordAt(body, topicEnd);
	if (id === 0) return malformed("bad-packet-id");
	if (topicEnd > 2 + LONGEST_TOPIC) return { type: "TOO-LARGE", id, qos, size };
	const topic = decodeUTF8(body, 2, topicEnd);
	const payload = decodeUTF8(body, start, size);
	const message = { topic, payload, qos, retain: (first & 0x01) !== 0, dup: (first & 0x08) !== 0 };
	return { type: "PUBLISH", id, message };
};

const parseSuback: Parse = (body, size) => {
	const granted = Array.from(body.subarray(2, size));
	if (!granted.every((code) => code <= 2 || code === 0x80)) return malformed("bad-return-code");
	const id = wordAt(body, 0);
	return id === 0 ? malformed("bad-packet-id") : { type: "SUBACK", id, granted };
};

function acknowledgement(type: AcknowledgementType): Shape {
	const parse: Parse = (body) => {
		const id = wordAt(body, 0);
		return id === 0 ? malformed("bad-packet-id") : { type, id };
	};
	return Object.freeze({ least: 2, most: 2, skippable: false, parse });
}

/** By first byte, as all flags but those of PUBLISH are fixed (MQTT 3.1.1, table 2.2). */
const SHAPES: Readonly<Record<number, Shape>> = Object.freeze({
	32: Object.freeze({ least: 2, most: 2, skippable: false, parse: parseConnack }),
	64: acknowledgement("PUBACK"),
	80: acknowledgement("PUBREC"),
	98: acknowledgement("PUBREL"),
	112: acknowledgement("PUBCOMP"),
	144: Object.freeze({ least: 3, most: 2 + MOST_TOPICS, skippable: false, parse: parseSuback }),
	176: acknowledgement("UNSUBACK"),
	208: Object.freeze({ least: 0, most: 0, skippable: false, parse: () => ({ type: "PINGRESP" }) as const }),
});

/** The smallest has a topic of one byte and no payload. */
const PUBLISH: Shape = Object.freeze({ least: 3, most: Infinity, skippable: true, parse: parsePublish });

/** What kind of packet begins with this byte; `undefined` for one that a broker does not send. */
export function shapeOf(first: number): Shape | undefined {
	return (first & 0xf0) === 0x30 ? PUBLISH : SHAPES[first];
}

/** Two bytes, the high one first (MQTT 3.1.1, 1.5.2). */
function wordAt(body: Uint8Array, at: number): number {
	return ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
}

/** Whether the bytes from `from` up to `to` name what a message can be about. */
function isTopic(body: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		const byte = body[at];
		if (byte === 0 || byte === 0x23 || byte === 0x2b) return false;
	}
	return to > from && isUTF8(body, from, to);
}
