import { connect as connectTCP, isIP, type Socket } from "node:net";
import { checkServerIdentity, connect as connectTLS, type TLSSocket } from "node:tls";
import type { Reason } from "../../modules/mqtt/reasons";
import type { TCPOptions, TCPSocket } from "../../modules/mqtt/socket";
import { reasonOf, type Stage } from "./node-tcp-reasons";

/** What the firmware's sockets take at a time: the send buffer of lwIP as the SDK builds it for the ESP32, bytes. */
const WINDOW = 8192;
/** With so much unread the peer is made to wait, bytes. */
const MOST_UNREAD = 16_384;
/** A peer that takes nothing more does not keep a closed socket alive longer, ms. */
const LINGER = 2000;

/** Whom to trust and as whom to be trusted. All PEM. */
export interface SecureOptions {
	/** The only authorities that count, one or more; Node's own list when left out. */
	readonly certificate?: string;
	/** The name that the server's certificate must have; the host when left out. */
	readonly serverName?: string;
	readonly clientCertificate?: string;
	readonly clientKey?: string;
}

/** What a socket is made from: where to connect, or a connection that stands. */
export type NodeTCPOptions = Omit<TCPOptions, "host" | "port"> &
	(Pick<TCPOptions, "host" | "port"> | { readonly from: object });

/** An error of a socket with the code that says why. */
class SocketError extends Error {
	constructor(
		readonly reason: Reason,
		message: string,
	) {
		super(message);
	}
}

/** The TCP socket class of the firmware (ECMA-419, 11.11; see `TCPSocket`) over a socket of Node. */
export class NodeTCP implements TCPSocket {
	readonly #options: NodeTCPOptions;
	#socket: Socket | undefined = undefined;
	#stage: Stage = "connecting";
	#unread: Uint8Array[] = [];
	#readable = 0;
	#credit = 0;
	#inFlight = 0;
	#offering = false;
	#failure: SocketError | undefined = undefined;
	#closed = false;

	constructor(options: NodeTCPOptions) {
		this.#options = options;
		try {
			this.#listen("from" in options ? (options.from as Socket) : this.open(options));
		} catch (error) {
			this.#fail(error);
		}
	}

	read(count = this.#readable): ArrayBuffer | undefined {
		const wanted = Math.min(count, this.#readable);
		if (wanted <= 0) return undefined;
		const all = Buffer.concat(this.#unread);
		this.#unread = wanted < all.length ? [all.subarray(wanted)] : [];
		this.#readable -= wanted;
		if (this.#readable < MOST_UNREAD) this.#socket?.resume();
		if (this.#readable === 0 && this.#failure !== undefined) setImmediate(() => this.#tellFailure());
		return Uint8Array.from(all.subarray(0, wanted)).buffer;
	}

	write(bytes: Uint8Array | ArrayBuffer): number {
		const copy = Buffer.from(new Uint8Array(bytes));
		if (copy.length > this.#credit) throw new Error("overflow");
		this.#credit -= copy.length;
		this.#inFlight += copy.length;
		this.#socket?.write(copy, () => {
			this.#inFlight -= copy.length;
			this.#offer();
		});
		return this.#credit;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		const socket = this.#socket;
		if (socket === undefined || socket.destroyed) return;
		if (this.#stage !== "open") socket.destroy();
		else socket.destroySoon();
		const timer = setTimeout(() => socket.destroy(), LINGER);
		socket.once("close", () => clearTimeout(timer));
	}

	/** Closes without sending what is still to be sent, as losing power does. */
	destroy(): void {
		this.#closed = true;
		this.#socket?.destroy();
	}

	/** Makes the socket of Node. */
	protected open({ host, port }: Pick<TCPOptions, "host" | "port">): Socket {
		return connectTCP({ host, port });
	}

	/** The event that says that bytes can be sent. */
	protected get openEvent(): string {
		return "connect";
	}

	#listen(socket: Socket): void {
		this.#socket = socket;
		socket.setNoDelay(true);
		socket.once("connect", () => {
			this.#stage = "handshake";
		});
		if (socket.readyState === "open") this.#opened();
		else socket.once(this.openEvent, () => this.#opened());
		socket.on("data", (bytes: Buffer) => this.#receive(bytes));
		socket.on("error", (error) => this.#fail(error));
		for (const event of ["end", "close"])
			socket.once(event, () => this.#fail(new Error("closed by the peer")));
	}

	#opened(): void {
		this.#stage = "open";
		this.#offer();
	}

	#receive(bytes: Buffer): void {
		if (this.#closed) return;
		this.#unread.push(bytes);
		this.#readable += bytes.length;
		if (this.#readable >= MOST_UNREAD) this.#socket?.pause();
		this.#options.onReadable(this.#readable);
	}

	/** Tells, in a turn of its own, how much can be written. */
	#offer(): void {
		if (this.#offering) return;
		this.#offering = true;
		setImmediate(() => {
			this.#offering = false;
			if (this.#closed || this.#failure !== undefined || this.#inFlight >= WINDOW) return;
			this.#credit = WINDOW - this.#inFlight;
			this.#options.onWritable(this.#credit);
		});
	}

	/** What has been received before is read first, as with the sockets of the SDK. */
	#fail(error: unknown): void {
		if (this.#failure !== undefined) return;
		const message = error instanceof Error ? error.message : String(error);
		this.#failure =
			error instanceof SocketError ? error : new SocketError(reasonOf(error, this.#stage), message);
		if (this.#readable === 0) setImmediate(() => this.#tellFailure());
	}

	#tellFailure(): void {
		if (!this.#closed) this.#options.onError(this.#failure);
	}
}

/** The TLS socket class of the firmware over a socket of Node. There is no way to leave out the verification. */
export class NodeTLS extends NodeTCP {
	constructor(options: TCPOptions & { readonly secure: SecureOptions }) {
		super(options);
	}

	protected override open(options: TCPOptions & { readonly secure: SecureOptions }): TLSSocket {
		const { host, port, secure } = options;
		const name = secure.serverName ?? host;
		return connectTLS({
			host,
			port,
			// Server name indication is for names only (RFC 6066, 3).
			servername: isIP(name) === 0 ? name : "",
			checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
			ca: secure.certificate,
			cert: secure.clientCertificate,
			key: secure.clientKey,
			rejectUnauthorized: true,
		});
	}

	protected override get openEvent(): string {
		return "secureConnect";
	}
}
