/**
 * The few MQTT 3.1.1 packets that tests send by hand, so that a broker is not tested with the client that is
 * tested with the broker. Short packets only: the remaining length takes one byte.
 */

/** What a CONNECT may say (MQTT 3.1.1, 3.1). */
export interface ConnectFields {
	readonly clientId: string;
	readonly user?: string;
	readonly password?: string;
	/** A retained last will with QoS 0. */
	readonly will?: { readonly topic: string; readonly payload: string };
}

/** A clean-session CONNECT without keep-alive. */
export function connectPacket({ clientId, user, password, will }: ConnectFields): Buffer {
	const flags =
		0x02 |
		(will === undefined ? 0 : 0x24) |
		(password === undefined ? 0 : 0x40) |
		(user === undefined ? 0 : 0x80);
	const fields = [clientId, will?.topic, will?.payload, user, password];
	return packet(
		0x10,
		text("MQTT"),
		Buffer.from([4, flags, 0, 0]),
		...fields.filter((field) => field !== undefined).map(text),
	);
}

/** A PUBLISH with QoS 0. */
export function publishPacket(topic: string, payload: string, retain = false): Buffer {
	return packet(retain ? 0x31 : 0x30, text(topic), Buffer.from(payload));
}

/** A SUBSCRIBE to one topic with QoS 0. */
export function subscribePacket(topic: string): Buffer {
	return packet(0x82, Buffer.from([0, 1]), text(topic), Buffer.from([0]));
}

function packet(type: number, ...parts: Buffer[]): Buffer {
	const body = Buffer.concat(parts);
	if (body.length > 127) throw new RangeError(`${body.length} bytes do not fit a one-byte length`);
	return Buffer.concat([Buffer.from([type, body.length]), body]);
}

function text(value: string): Buffer {
	const bytes = Buffer.from(value);
	return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
