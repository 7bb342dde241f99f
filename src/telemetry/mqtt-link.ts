/** MQTT quality of service: at most once, at least once, exactly once (MQTT 3.1.1, 4.3). */
export type QoS = 0 | 1 | 2;

/** One message to be published. */
export interface Message {
	readonly topic: string;
	readonly payload: string;
	readonly qos: QoS;
	readonly retain: boolean;
}

/** One message that a subscription brought. */
export interface ReceivedMessage extends Message {
	/** The broker sends it again because our acknowledgement did not reach it. */
	readonly dup: boolean;
}

/** The port to an open or opening connection with a broker. */
export interface MqttLink {
	/**
	 * @param onDone Called when the broker has the message as its QoS demands; for QoS 0 when it is on its way. With
	 *   QoS 1 and 2 this may be after the link is gone and later ones have sent it again, with QoS 0 not.
	 * @returns `false` when the link cannot take it now; `onWritable` tells when to try again.
	 */
	publish(message: Message, onDone: () => void): boolean;
	/** @returns `false` when the link cannot take it now. */
	subscribe(
		topics: readonly { topic: string; qos: QoS }[],
		onDone: (granted: readonly number[]) => void,
	): boolean;
	/** Says goodbye to the broker, which then does not publish the will. `onClosed` is not called. */
	close(): void;
}

/** What a link tells its owner. After `onClosed` the link is dead. */
export interface MqttLinkEvents {
	/** @param certificateExpires When the first certificate of the broker's chain does, ms since 1970, if known. */
	onOpen(sessionPresent: boolean, certificateExpires?: number): void;
	onMessage(message: ReceivedMessage): void;
	onWritable(): void;
	/** @param reason A code of `modules/mqtt/reasons`. */
	onClosed(reason: string, detail?: string): void;
}

/**
 * Opens a connection whose will is `will`, one at a time. What a link has taken with QoS 1 or 2 and could not bring to
 * the broker is for the next link to bring, before anything else, in the same order.
 */
export type OpenMqttLink = (will: Message, events: MqttLinkEvents) => MqttLink;
