import { AckWatch } from "./ack-watch";
import { Connection } from "./connection";
import { Handshakes } from "./handshakes";
import type { IncomingPacket } from "./incoming-packet";
import { KeepAlive } from "./keep-alive";
import type { Message, Subscription } from "./message";
import { checkOptions, type MQTTOptions } from "./mqtt-options";
import { encodeConnect } from "./packet-writer";
import { connackReason, type Reason } from "./reasons";
import { Requests } from "./requests";
import { Session } from "./session";

/** Until CONNACK when the options say nothing, ms. */
const CONNECT_TIMEOUT = 20_000;
/** Until an acknowledgement when the options say nothing, ms. */
const ACK_TIMEOUT = 30_000;

/**
 * One connection to an MQTT 3.1.1 broker, from CONNECT to the end; for another one make another client.
 * `RangeError` is thrown for what the standard does not allow, everything else is told by `onClosed`.
 */
export class MQTTClient {
	readonly #options: MQTTOptions;
	readonly #connection: Connection;
	readonly #handshakes: Handshakes;
	readonly #requests: Requests;
	readonly #session: Session;
	/** Whether CONNECT makes the broker forget. */
	readonly #clean: boolean;
	readonly #watch: AckWatch;
	readonly #cancelTimeout: () => void;
	#state: "connecting" | "open" | "closed" = "connecting";
	#keepAlive: KeepAlive | undefined = undefined;

	/** Starts connecting. */
	constructor(options: MQTTOptions) {
		checkOptions(options);
		const { connectTimeout = CONNECT_TIMEOUT, ackTimeout = ACK_TIMEOUT, session = new Session() } = options;
		const after = (ms: number, callback: () => void) => options.after(ms, callback);
		const connection = new Connection(options, {
			onPacket: (packet) => this.received(packet),
			onReceived: () => this.#keepAlive?.received(),
			onSent: () => this.#keepAlive?.sent(),
			onTurn: () => this.#requests.settle(),
			onFailed: (reason, detail) => this.fail(reason, detail),
		});
		this.#options = options;
		this.#session = session;
		this.#clean = options.clean || session.stale;
		this.#connection = connection;
		this.#watch = new AckWatch({
			timeout: ackTimeout,
			session,
			after,
			onLost: (awaited) => this.fail("ack-timeout", awaited),
		});
		this.#handshakes = new Handshakes(session, {
			answer: (type, id) => connection.queue(type, id),
			onMessage: (message) => options.onMessage(message),
			onTooLarge: (size) => options.onTooLarge?.(size),
		});
		this.#requests = new Requests({
			connection,
			session,
			watch: this.#watch,
			after,
			onWritable: () => options.onWritable(),
		});
		this.#cancelTimeout = options.after(connectTimeout, () => this.timedOut());
		// It waits in the connection until the socket first takes something.
		connection.send(encodeConnect(options, this.#clean));
	}

	/**
	 * Publishes a message.
	 *
	 * @param onDone Called, never from inside this call, with PUBACK for QoS 1, with PUBCOMP for QoS 2, and for
	 *   QoS 0 when the socket has taken it. When the client ends before, not until a later client has had it settled
	 *   with the same session, and for QoS 0 not at all.
	 * @returns `false` when it cannot be taken now; `onWritable` tells when it may be.
	 */
	publish(message: Message, onDone: () => void): boolean {
		return this.#requests.publish(message, onDone);
	}

	/**
	 * Subscribes to topic filters, at least one.
	 *
	 * @param onDone Gets for each of them the QoS granted, or 0x80 when the broker refuses it.
	 * @returns `false` when it cannot be taken now; `onWritable` tells when it may be.
	 */
	subscribe(topics: readonly Subscription[], onDone: (granted: readonly number[]) => void): boolean {
		return this.#requests.subscribe(topics, onDone);
	}

	/** Ends subscriptions to topic filters, at least one; otherwise like `subscribe`. */
	unsubscribe(topics: readonly string[], onDone: () => void): boolean {
		return this.#requests.unsubscribe(topics, onDone);
	}

	/**
	 * Ends the connection, with DISCONNECT so that the broker does not publish the will, unless the socket is
	 * still too full for it. No callback follows. May be called twice.
	 */
	close(): void {
		this.sayGoodbye();
		this.end();
	}

	/** Ends the connection without DISCONNECT: the broker publishes the will. No callback follows. */
	abort(): void {
		this.end();
	}

	private received(packet: IncomingPacket): void {
		if (packet.type === "MALFORMED") this.fail("protocol-error", packet.why);
		else if (this.#state === "connecting") this.answered(packet);
		else if (packet.type === "PINGRESP") this.#keepAlive?.answered();
		else {
			const violation = this.#handshakes.receive(packet);
			if (violation !== undefined) this.fail("protocol-error", violation);
		}
	}

	/** The broker's first packet says whether it accepts us [MQTT-3.2.0-1]. */
	private answered(packet: IncomingPacket): void {
		if (packet.type !== "CONNACK") this.fail("protocol-error", "unexpected-packet");
		else if (packet.code !== 0) this.fail(connackReason(packet.code), `CONNACK ${packet.code}`);
		else this.opened(packet.sessionPresent);
	}

	private opened(sessionPresent: boolean): void {
		const { keepAlive: seconds, clean } = this.#options;
		this.#cancelTimeout();
		this.#state = "open";
		if (!this.#session.agree(!clean, this.#clean, sessionPresent)) {
			this.sayGoodbye();
			this.fail("session-reset");
			return;
		}
		this.#requests.start();
		if (seconds > 0) {
			this.#keepAlive = new KeepAlive({
				seconds,
				after: (ms, callback) => this.#options.after(ms, callback),
				onPing: () => this.#connection.sendShort("PINGREQ"),
				onDead: () => this.fail("keep-alive-timeout"),
			});
		}
		this.#options.onOpen(sessionPresent && !clean);
	}

	private sayGoodbye(): void {
		if (this.#state === "open") this.#connection.sendShort("DISCONNECT");
	}

	private timedOut(): void {
		this.fail("timeout", this.#connection.reached ? "no CONNACK" : "no connection");
	}

	private fail(reason: Reason, detail?: string): void {
		if (this.end()) this.#options.onClosed(reason, detail);
	}

	private end(): boolean {
		if (this.#state === "closed") return false;
		this.#state = "closed";
		this.#cancelTimeout();
		this.#keepAlive?.stop();
		this.#requests.stop();
		this.#watch.stop();
		this.#connection.close();
		return true;
	}
}
