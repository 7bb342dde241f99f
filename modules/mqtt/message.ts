/** Quality of service: at most once, at least once, exactly once (MQTT 3.1.1, 4.3). */
export type QoS = 0 | 1 | 2;

/** An application message; the payload is text, in UTF-8 on the wire. */
export interface Message {
	/** Where to, without wildcards: 1 to 65535 bytes of UTF-8. */
	readonly topic: string;
	readonly payload: string;
	readonly qos: QoS;
	/** The broker is to keep it for later subscribers; when received: it was kept. */
	readonly retain: boolean;
}

/** A message that a subscription brought. Bytes that are not UTF-8 have become U+FFFD in the payload. */
export interface ReceivedMessage extends Message {
	/** The broker may have sent it before. */
	readonly dup: boolean;
}

/** What to subscribe to. */
export interface Subscription {
	/** Topic filter, may hold `+` and `#` (MQTT 3.1.1, 4.7). */
	readonly topic: string;
	/** The highest QoS at which messages are to be delivered. */
	readonly qos: QoS;
}
