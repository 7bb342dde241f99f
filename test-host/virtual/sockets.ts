import type { Socket as NodeSocket } from "node:net";
import type { TCPOptions } from "../../modules/mqtt/socket";
import { NodeListener } from "./node-listener";
import { NodeTCP, NodeTLS } from "./node-tcp";
import { Event, pack, uint32 } from "./wire";

/** Where and how the firmware wants to connect. */
interface SocketRequest {
	readonly host: string;
	readonly port: number;
	readonly secure?: { certificate?: string; clientCertificate?: string; clientKey?: string };
}

type Socket = NodeTCP | NodeTLS;
type SocketEvents = Pick<TCPOptions, "onReadable" | "onWritable" | "onError">;

/** The network interface of the virtual board: sockets of the computer by the firmware's handles. */
export class Sockets {
	readonly #post: (event: Uint8Array) => void;
	readonly #open = new Map<number, Socket>();
	readonly #listeners = new Map<number, NodeListener>();
	/** Connections that a listener has handed over, until somebody wants their socket. */
	readonly #accepted = new Map<number, NodeSocket>();
	/** Bytes written since the connection was opened. */
	readonly #written = new Map<number, number>();

	/** @param post Delivers an event to the firmware. */
	constructor(post: (event: Uint8Array) => void) {
		this.#post = post;
	}

	/** Connects; how it goes comes as events. */
	open(handle: number, { secure, ...where }: SocketRequest): void {
		this.#start(handle, (events) =>
			secure === undefined
				? new NodeTCP({ ...where, ...events })
				: new NodeTLS({ ...where, secure, ...events }),
		);
	}

	/** Listens on 127.0.0.1; a port that cannot be had is one at which nobody ever calls. */
	listen(handle: number, port: number): void {
		const onReadable = (count: number) =>
			this.#post(pack(Event.LISTENER_READABLE, handle, Uint8Array.of(Math.min(count, 255))));
		this.#listeners.set(handle, new NodeListener({ port, onReadable }));
	}

	/** Hands over the next connection under a handle of its own. @returns Whether there was one. */
	read(listener: number, handle: number): boolean {
		const connection = this.#listeners.get(listener)?.read();
		if (connection !== undefined) this.#accepted.set(handle, connection);
		return connection !== undefined;
	}

	/** The connection that was handed over becomes a socket. */
	accept(handle: number): void {
		const from = this.#accepted.get(handle);
		this.#accepted.delete(handle);
		if (from !== undefined) this.#start(handle, (events) => new NodeTCP({ from, ...events }));
	}

	/** Frees the port; its connections go on. */
	unlisten(handle: number): void {
		this.#listeners.get(handle)?.close();
		this.#listeners.delete(handle);
	}

	#start(handle: number, make: (events: SocketEvents) => Socket): void {
		const events = {
			onReadable: () => {
				const bytes = socket.read();
				if (bytes) this.#post(pack(Event.SOCKET_READABLE, handle, new Uint8Array(bytes)));
			},
			onWritable: (count: number) => {
				// Counted from the beginning: the firmware may write more before it hears of this.
				const limit = (this.#written.get(handle) ?? 0) + count;
				this.#post(pack(Event.SOCKET_WRITABLE, handle, uint32(limit)));
			},
			onError: (failure?: unknown) => {
				this.#forget(handle);
				const error = failure as (Error & { reason?: string }) | undefined;
				const content = { reason: error?.reason, message: error?.message ?? "" };
				this.#post(pack(Event.SOCKET_ERROR, handle, Buffer.from(JSON.stringify(content))));
			},
		};
		const socket = make(events);
		this.#open.set(handle, socket);
	}

	/** Sends bytes; a socket that is gone ignores them, its error event is under way. */
	write(handle: number, bytes: Uint8Array): void {
		const socket = this.#open.get(handle);
		if (socket === undefined) return;
		this.#written.set(handle, (this.#written.get(handle) ?? 0) + bytes.length);
		socket.write(bytes);
	}

	close(handle: number): void {
		this.#open.get(handle)?.close();
		this.#forget(handle);
	}

	/** Cuts all connections without a goodbye, as losing power does. */
	cutAll(): void {
		for (const listener of this.#listeners.keys()) this.unlisten(listener);
		for (const connection of this.#accepted.values()) connection.destroy();
		this.#accepted.clear();
		for (const socket of this.#open.values()) socket.destroy();
		this.#open.clear();
		this.#written.clear();
	}

	#forget(handle: number): void {
		this.#open.delete(handle);
		this.#written.delete(handle);
	}
}
