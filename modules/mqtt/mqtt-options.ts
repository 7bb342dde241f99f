import { checkLength, checkQoS, checkText, checkTopic, checkWhole } from "./checks";
import type { ReceivedMessage } from "./message";
import type { ConnectFields } from "./packet-writer";
import type { Reason } from "./reasons";
import type { TCPSocket } from "./socket";

/** Where to connect, as whom, and what to tell of it. No callback comes from inside the constructor or a method. */
export interface MQTTOptions extends ConnectFields {
	readonly host: string;
	readonly port: number;
	/** For TCP, TLS and CONNACK together, ms. 20,000 when left out. */
	readonly connectTimeout?: number | undefined;
	/** How many messages of QoS 1 and 2 may wait for the broker, 1 to 65535. 8 when left out. */
	readonly inflightWindow?: number | undefined;
	/** The longest packet that is received, bytes after the fixed header. 4096 when left out. */
	readonly packetLimit?: number | undefined;
	/** The class of the connection, see `TCPClass`, and what its constructor takes beside host and port. */
	readonly socket: { readonly io: new (options: never) => TCPSocket; readonly [option: string]: unknown };
	/** Calls back once, `ms` from now, unless the function it returns is called before. */
	after(ms: number, callback: () => void): () => void;
	/** The broker accepts us. `sessionPresent`: it remembers what an earlier connection left (3.2.2.2). */
	onOpen(sessionPresent: boolean): void;
	onMessage(message: ReceivedMessage): void;
	/** A message of so many bytes was longer than `packetLimit`; it has been skipped and acknowledged. */
	onTooLarge?(size: number): void;
	/** What has been refused may be accepted now. */
	onWritable(): void;
	/** The end of the client, told once and not after `close` or `abort`. `detail` is for a person to read. */
	onClosed(reason: Reason, detail?: string): void;
}

/** Throws RangeError when the standard does not allow what the options say. */
export function checkOptions(options: MQTTOptions): void {
	const { id, user, password, keepAlive, clean, will, inflightWindow = 1 } = options;
	checkText("client id", id);
	checkText("user", user ?? "");
	checkLength("password", password ?? "");
	checkWhole("keep-alive", keepAlive, 0, 65535);
	checkWhole("inflight window", inflightWindow, 1, 65535);
	if (id === "" && !clean) throw new RangeError("client id: empty without clean session [MQTT-3.1.3-7]");
	if (password !== undefined && user === undefined)
		throw new RangeError("password without user [MQTT-3.1.2-22]");
	if (will === undefined) return;
	checkTopic(will.topic);
	checkQoS(will.qos);
	checkLength("will", will.payload);
}
