import { checkLength, checkQoS, checkText, checkTopic, checkWhole } from "./checks";
import type { ReceivedMessage } from "./message";
import type { ConnectFields } from "./packet-writer";
import type { Reason } from "./reasons";
import type { Session } from "./session";
import type { TCPSocket } from "./socket";

/** Every packet but a PUBLISH is shorter, bytes after the fixed header. */
const LEAST_PACKET_LIMIT = 128;
/** Milliseconds that a timer of any system can count. */
const LONGEST_TIMEOUT = 0x7fffffff;

/** Where to connect, as whom, and what to tell of it. No callback comes from inside the constructor or a method. */
export interface MQTTOptions extends ConnectFields {
	readonly host: string;
	readonly port: number;
	/** For TCP, TLS and CONNACK together, ms. 20,000 when left out. */
	readonly connectTimeout?: number | undefined;
	/** For each acknowledgement, ms. 30,000 when left out. */
	readonly ackTimeout?: number | undefined;
	/**
	 * What earlier connections of this client id left under way: messages go out again and their `onDone` is called
	 * when they are settled. Needed unless `clean`; an empty one of its own when left out.
	 */
	readonly session?: Session | undefined;
	/** The longest packet that is received, bytes after the fixed header. 128 or more; 4096 when left out. */
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
	const { id, user, password, keepAlive, clean, will, session } = options;
	const { connectTimeout = 1, ackTimeout = 1, packetLimit = LEAST_PACKET_LIMIT } = options;
	checkText("client id", id);
	checkText("user", user ?? "");
	checkLength("password", password ?? "");
	checkWhole("keep-alive", keepAlive, 0, 65535);
	checkWhole("connect time-out", connectTimeout, 1, LONGEST_TIMEOUT);
	checkWhole("acknowledgement time-out", ackTimeout, 1, LONGEST_TIMEOUT);
	checkWhole("packet limit", packetLimit, LEAST_PACKET_LIMIT, 0xfffffff);
	if (id === "" && !clean) throw new RangeError("client id: empty without clean session [MQTT-3.1.3-7]");
	if (session === undefined && !clean) throw new RangeError("kept session without its state");
	if (password !== undefined && user === undefined)
		throw new RangeError("password without user [MQTT-3.1.2-22]");
	if (will === undefined) return;
	checkTopic(will.topic);
	checkQoS(will.qos);
	checkLength("will", will.payload);
}
