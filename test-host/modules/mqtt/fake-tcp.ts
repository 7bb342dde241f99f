import type { TCPClass, TCPOptions, TCPSocket } from "../../../modules/mqtt/socket";

/**
 * The far end of a connection and the network between, in the hands of a test: nothing moves unless the test
 * says so. Give `TCP` to what is tested.
 */
export class FakePeer {
	readonly TCP: TCPClass;
	/** What the socket was made with, once it was. */
	options: TCPOptions | undefined = undefined;
	/** How often the socket was closed. */
	closed = 0;
	/** Thrown by the next `write`, as the SDK's sockets do when the connection has just ended. */
	writeError: Error | undefined = undefined;
	/** How many bytes each `write` handed over. */
	readonly writes: number[] = [];
	#credit = 0;
	#sent: number[] = [];
	#unread: number[] = [];

	constructor() {
		const peer = this;
		this.TCP = class implements TCPSocket {
			constructor(options: TCPOptions) {
				peer.options = options;
			}

			read(count?: number): ArrayBuffer | undefined {
				return peer.#read(count ?? peer.#unread.length);
			}

			write(bytes: Uint8Array): void {
				peer.#write(bytes);
			}

			close(): void {
				peer.closed += 1;
			}
		};
	}

	/** Bytes that have arrived and have not been read. */
	get unread(): number {
		return this.#unread.length;
	}

	/** Bytes the socket still takes. */
	get credit(): number {
		return this.#credit;
	}

	/** The socket takes so many bytes from now on. */
	offer(count = 8192): void {
		this.#credit = count;
		this.options?.onWritable(count);
	}

	/** These bytes arrive. */
	deliver(bytes: Iterable<number>): void {
		this.#unread.push(...bytes);
		this.options?.onReadable(this.#unread.length);
	}

	/** The connection fails. */
	fail(error?: unknown): void {
		this.options?.onError(error);
	}

	/** What was sent since the last call. */
	take(): Uint8Array {
		const sent = Uint8Array.from(this.#sent);
		this.#sent = [];
		return sent;
	}

	#read(count: number): ArrayBuffer | undefined {
		if (this.closed > 0) throw new Error("read after close");
		if (this.#unread.length === 0) return undefined;
		if (count <= 0 || count > this.#unread.length) throw new Error("invalid");
		return Uint8Array.from(this.#unread.splice(0, count)).buffer;
	}

	#write(bytes: Uint8Array): void {
		if (this.closed > 0) throw new Error("write after close");
		if (this.writeError !== undefined) throw this.writeError;
		if (bytes.length === 0) throw new Error("nothing to write");
		if (bytes.length > this.#credit) throw new Error("overflow");
		this.#credit -= bytes.length;
		this.#sent.push(...bytes);
		this.writes.push(bytes.length);
	}
}
