import type { IncomingPacket } from "./incoming-packet";
import type { MQTTOptions } from "./mqtt-options";
import { PacketReader } from "./packet-reader";
import { LONGEST_SHORT, type ShortType } from "./packet-writer";
import { errorText, type Reason, socketReason } from "./reasons";
import type { TCPClass, TCPSocket } from "./socket";
import { Transmitter } from "./transmitter";

/** The longest packet that is kept when the options say nothing, bytes after the fixed header. */
const PACKET_LIMIT = 4096;
/** Short packets that must always find room: PINGREQ, DISCONNECT, and the answer to a packet begun earlier. */
const RESERVED = 3;

/** What a connection tells its owner, never from inside a method and not after `close`. */
export interface ConnectionEvents {
	onPacket(packet: IncomingPacket): void;
	/** Some bytes have come in. */
	onReceived(): void;
	/** Some bytes have gone out; comes from inside methods, too. */
	onSent(): void;
	/** Everything that came of one event of the socket has been told. */
	onTurn(): void;
	onFailed(reason: Reason, detail: string | undefined): void;
}

/**
 * The socket, with packets instead of bytes. It reads only as much as it could answer: no answer is longer than
 * what it answers, so the queue for answers never overflows while the socket takes none.
 */
export class Connection {
	readonly #events: ConnectionEvents;
	readonly #after: MQTTOptions["after"];
	readonly #transmitter = new Transmitter((bytes) => this.#socket?.write(bytes));
	readonly #reader: PacketReader;
	#socket: TCPSocket | undefined = undefined;
	#available = 0;
	#reached = false;
	#closed = false;
	#cancelFailure: (() => void) | undefined = undefined;

	/** Starts connecting. */
	constructor(options: MQTTOptions, events: ConnectionEvents) {
		this.#events = events;
		this.#after = (ms, callback) => options.after(ms, callback);
		this.#reader = new PacketReader((packet) => {
			if (!this.#closed) events.onPacket(packet);
		}, options.packetLimit ?? PACKET_LIMIT);
		this.open(options);
	}

	/** Whether the peer has been reached at all. */
	get reached(): boolean {
		return this.#reached;
	}

	/** Whether a packet is still being sent: then no other one is taken. */
	get busy(): boolean {
		return this.#transmitter.busy;
	}

	/** Sends a packet; only when not `busy`. `onThrough` is called when the socket has it, perhaps at once. */
	send(packet: Uint8Array, onThrough?: () => void): void {
		this.#transmitter.send(packet, onThrough);
		this.flush();
	}

	/** Queues a short packet, which goes out with the next others at the latest at the end of the turn. */
	queue(type: ShortType, id?: number): void {
		this.#transmitter.sendShort(type, id);
	}

	/** Sends a short packet as soon as the socket takes it and all that must go before it. */
	sendShort(type: ShortType): void {
		this.queue(type);
		this.flush();
	}

	/** Closes the socket. May be called twice. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#cancelFailure?.();
		this.#socket?.close();
	}

	private open({ host, port, socket }: MQTTOptions): void {
		// Only its maker knows what else a class of sockets demands.
		const { io, ...more } = socket as { io: TCPClass };
		try {
			this.#socket = new io({
				...more,
				host,
				port,
				onReadable: (count) => this.readable(count),
				onWritable: (count) => this.writable(count),
				onError: (error) => this.failed(error),
			});
		} catch (error) {
			this.failSoon(error);
		}
	}

	private readable(count: number): void {
		if (this.#closed) return;
		this.#available = count;
		this.receive();
		this.endTurn();
	}

	private writable(count: number): void {
		if (this.#closed) return;
		this.#reached = true;
		this.#transmitter.offer(count);
		this.flush();
		this.receive();
		this.endTurn();
	}

	private endTurn(): void {
		if (!this.#closed) this.#events.onTurn();
	}

	private receive(): void {
		while (!this.#closed && this.#available > 0) {
			const most = (this.#transmitter.room - RESERVED) * LONGEST_SHORT;
			if (most <= 0) return;
			const bytes = this.#socket?.read(Math.min(this.#available, most));
			if (bytes === undefined || bytes.byteLength === 0) return;
			this.#available -= bytes.byteLength;
			this.#events.onReceived();
			this.#reader.push(new Uint8Array(bytes));
			if (!this.#closed) this.flush();
		}
	}

	private flush(): void {
		try {
			if (this.#transmitter.flush()) this.#events.onSent();
		} catch (error) {
			// Sockets of the SDK throw when the connection has ended and they have not told it yet.
			this.#transmitter.offer(0);
			this.failSoon(error);
		}
	}

	/** Tells of a failure later, as this may be inside a call of the application. */
	private failSoon(error: unknown): void {
		this.#cancelFailure ??= this.#after(0, () => this.failed(error));
	}

	private failed(error: unknown): void {
		if (this.#closed) return;
		const reason = socketReason(error, this.#reached ? "connection-lost" : "tcp-refused");
		this.#events.onFailed(reason, errorText(error));
	}
}
