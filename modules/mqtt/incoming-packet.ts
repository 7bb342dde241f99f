import type { QoS, ReceivedMessage } from "./message";

/** What is wrong with a packet. */
export type Malformed =
	/** A type, or flags in the first byte, that a broker does not send [MQTT-2.2.2-2]. */
	| "unknown-packet"
	/** A remaining length of more than four bytes (MQTT 3.1.1, 2.2.3). */
	| "bad-length"
	/** Shorter or longer than its type allows. */
	| "wrong-size"
	/** Longer than we take, and not a PUBLISH. */
	| "too-large"
	/** 0 [MQTT-2.3.1-1]. */
	| "bad-packet-id"
	/** Empty [MQTT-4.7.3-1], with a wildcard [MQTT-3.3.2-2] or not text [MQTT-1.5.3-1]. */
	| "bad-topic"
	/** 3 [MQTT-3.3.1-4]. */
	| "bad-qos"
	/** Reserved bits set in the first byte of CONNACK (MQTT 3.1.1, 3.2.2.1). */
	| "bad-flags"
	/** In SUBACK [MQTT-3.9.3-2]. */
	| "bad-return-code";

/** Packets that say nothing but to which packet id they belong. */
export type AcknowledgementType = "PUBACK" | "PUBREC" | "PUBREL" | "PUBCOMP" | "UNSUBACK";

/** What a broker sends; `id` is the packet id, 1 to 65535, `undefined` with QoS 0. */
export type IncomingPacket =
	/** `code`: 0 accepted, else refused (MQTT 3.1.1, table 3.1). */
	| { readonly type: "CONNACK"; readonly sessionPresent: boolean; readonly code: number }
	| { readonly type: "PUBLISH"; readonly id: number | undefined; readonly message: ReceivedMessage }
	/** A PUBLISH that was skipped; `size`: bytes after the fixed header. */
	| { readonly type: "TOO-LARGE"; readonly id: number | undefined; readonly qos: QoS; readonly size: number }
	| { readonly type: AcknowledgementType; readonly id: number }
	/** `granted`: QoS, or 0x80 for a refusal, for each topic asked for. */
	| { readonly type: "SUBACK"; readonly id: number; readonly granted: readonly number[] }
	| { readonly type: "PINGRESP" }
	/** Nothing after it can be understood. */
	| { readonly type: "MALFORMED"; readonly why: Malformed };

/** Says that the stream is broken here. */
export function malformed(why: Malformed): IncomingPacket {
	return { type: "MALFORMED", why };
}
