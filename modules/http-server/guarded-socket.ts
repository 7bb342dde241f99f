import { HeadFilter, type HeadFilterOptions } from "./head-filter";

/** Whom the SDK's server tells what its socket does. */
export interface SocketEvents {
	onReadable(count: number): void;
	onWritable(count: number): void;
	onError(error?: unknown): void;
}

/** A connection (ECMA-419, 11.11). */
export interface Socket {
	/** IPv4 address of the other end. */
	readonly remoteAddress?: string;
	read(): ArrayBuffer | undefined;
	write(bytes: ArrayBuffer | Uint8Array, options?: object): number;
	close(): void;
}

/** A connection as a listener hands it over: its class makes a socket of it. */
export interface Accepted {
	readonly constructor: unknown;
	close(): void;
}

type SocketClass = new (options: SocketEvents & { readonly from: Accepted }) => Socket;

/** How sockets are guarded. */
export type Guard = Pick<HeadFilterOptions, "headers" | "encode" | "decode">;

/** What the SDK's server is given instead: its class makes a guarded socket of it. */
export interface Arrival {
	readonly raw: Accepted;
	readonly guard: Guard;
	readonly constructor: typeof GuardedSocket;
	close(): void;
}

/** Puts the guard before a connection that has just come. */
export function guarded(raw: Accepted, guard: Guard): Arrival {
	return { raw, guard, constructor: GuardedSocket, close: () => raw.close() };
}

const NOTHING = new Uint8Array(0);

/** A connection as the SDK's HTTP server reads it, byte by byte or in pieces; nothing comes but one sound request. */
export class GuardedSocket {
	/** How `read` reads; the SDK's server changes it. */
	format: "number" | "buffer" = "buffer";
	readonly #events: SocketEvents;
	readonly #socket: Socket;
	readonly #filter: HeadFilter;
	/** What has been let through and not been read yet. */
	#input: Uint8Array = NOTHING;
	#writable = 0;
	readonly #encode: Guard["encode"];
	#open = true;

	/** @throws Error of the SDK when the client has gone already. */
	constructor({ from, ...events }: SocketEvents & { readonly from: Arrival }) {
		const { raw, guard } = from;
		this.#events = events;
		this.#encode = guard.encode;
		this.#socket = new (raw.constructor as SocketClass)({
			from: raw,
			onReadable: () => this.receive(),
			onWritable: (count) => this.offer(count),
			onError: (error) => this.fail(error),
		});
		const peer = this.#socket.remoteAddress ?? "";
		this.#filter = new HeadFilter({ ...guard, peer, pass: (bytes) => this.pass(bytes) });
	}

	/** One byte as a number, or the next `count` as a buffer. */
	read(count = this.#input.length): number | ArrayBuffer | undefined {
		if (this.#input.length === 0) return undefined;
		if (this.format === "number") {
			const [byte] = this.#input;
			this.#input = this.#input.subarray(1);
			return byte;
		}
		const part = this.#input.slice(0, count);
		this.#input = this.#input.subarray(part.length);
		return part.buffer as ArrayBuffer;
	}

	/** @returns How many bytes more are taken. */
	write(bytes: ArrayBuffer | Uint8Array, options?: object): number {
		this.#writable = this.#socket.write(bytes, options);
		return this.#writable;
	}

	/** May be called twice. */
	close(): void {
		this.#open = false;
		this.#socket.close();
	}

	private receive(): void {
		const bytes = this.#socket.read();
		if (!this.#open || bytes === undefined) return;
		const refused = this.#filter.take(new Uint8Array(bytes));
		if (refused !== undefined && this.#open) this.refuse(refused);
	}

	private pass(bytes: Uint8Array): boolean {
		if (!this.#open) return false;
		this.#input = bytes;
		this.#events.onReadable(bytes.length);
		return this.#open;
	}

	private offer(count: number): void {
		this.#writable = count;
		if (this.#open) this.#events.onWritable(count);
	}

	private refuse(status: number): void {
		const text = `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
		try {
			// Before the send buffer has been offered there is no telling whether it takes this.
			if (this.#writable >= text.length) this.#socket.write(this.#encode(text));
		} catch {
			// It has gone by itself.
		}
		this.fail();
	}

	private fail(error?: unknown): void {
		if (!this.#open) return;
		this.close();
		this.#events.onError(error);
	}
}
