/** What a socket is told when it is made. */
export interface SocketEvents {
	/** So many bytes can be read. */
	onReadable(count: number): void;
	/** From now on so many bytes are taken; for the first time when the connection stands. */
	onWritable(count: number): void;
	/** The connection failed or ended. */
	onError(error?: unknown): void;
}

/** A connection as the SDK has them (ECMA-419, 11.11). */
export interface AddressSocket {
	/** Throws when there is less to read than `count`. */
	read(count?: number): ArrayBuffer | undefined;
	write(bytes: Uint8Array): unknown;
	close(): void;
}

/** A class of sockets that connect to an IP address. It throws when it cannot begin to. */
export type AddressTCPClass = new (
	options: SocketEvents & { readonly address: string; readonly port: number },
) => AddressSocket;

/** Looks up the IP address of a name and calls back, later, with `undefined` when it has none. */
export type Resolve = (host: string, onResolved: (address: string | undefined) => void) => void;

/** Where to connect, and by what. */
export interface HostTCPOptions extends SocketEvents {
	/** A host name or an IP address. */
	readonly host: string;
	readonly port: number;
	/** The class of sockets, and what else it is to be constructed with. */
	readonly TCP: { readonly io: AddressTCPClass; readonly [option: string]: unknown };
	readonly resolve: Resolve;
}

/** An IPv4 or IPv6 address: no host name looks like one. */
const isAddress = (text: string) => /^\d{1,3}(\.\d{1,3}){3}$|:/.test(text);
/** Which name servers need not be asked for, and some answer with an address that nobody listens on (RFC 6761, 6.3). */
const OWN_NAMES: Readonly<Record<string, string>> = Object.freeze({ localhost: "127.0.0.1" });

/** Why there is no connection, as `modules/mqtt/reasons` has it. */
class HostError extends Error {
	readonly reason: string;

	constructor(reason: string, message: string) {
		super(message);
		this.reason = reason;
	}
}

/** A TCP connection to a host by its name. */
export class HostTCP {
	readonly #options: HostTCPOptions;
	#socket: AddressSocket | undefined = undefined;
	#closed = false;

	/** Throws for an address that cannot be connected to; for a name this comes as `onError`. */
	constructor(options: HostTCPOptions) {
		this.#options = options;
		const { host, resolve } = options;
		const address = isAddress(host) ? host : OWN_NAMES[host.toLowerCase()];
		if (address !== undefined) this.connect(address);
		else resolve(host, (found) => this.found(found));
	}

	/** Takes up to `count` received bytes, everything when left out; `undefined` when there are none. */
	read(count?: number): ArrayBuffer | undefined {
		// The SDK counts arguments: `undefined` would be one.
		return count === undefined ? this.#socket?.read() : this.#socket?.read(count);
	}

	/** Copies the bytes. Throws when they are more than `onWritable` last offered less what was written since. */
	write(bytes: Uint8Array): unknown {
		if (this.#socket === undefined) throw new Error("would block");
		return this.#socket.write(bytes);
	}

	/** Ends the connection, or the attempt. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#socket?.close();
		this.#socket = undefined;
	}

	private found(address: string | undefined): void {
		if (this.#closed) return;
		if (address === undefined) {
			this.#options.onError(new HostError("dns", `${this.#options.host} is not known`));
			return;
		}
		try {
			this.connect(address);
		} catch (error) {
			this.#options.onError(error);
		}
	}

	private connect(address: string): void {
		const { port, TCP, onReadable, onWritable, onError } = this.#options;
		const { io: Socket, ...more } = TCP;
		// As they are: each function around one of them would take memory as long as the connection lasts.
		this.#socket = new Socket({ ...more, address, port, onReadable, onWritable, onError });
	}
}
