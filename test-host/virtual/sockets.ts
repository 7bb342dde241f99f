import { NodeTCP, NodeTLS } from "./node-tcp";
import { Event, pack, uint32 } from "./wire";

/** Where and how the firmware wants to connect. */
interface SocketRequest {
	readonly host: string;
	readonly port: number;
	readonly secure?: { certificate?: string; clientCertificate?: string; clientKey?: string };
}

type Socket = NodeTCP | NodeTLS;

/** The network interface of the virtual board: sockets of the computer by the firmware's handles. */
export class Sockets {
	readonly #post: (event: Uint8Array) => void;
	readonly #open = new Map<number, Socket>();
	/** Bytes written since the connection was opened. */
	readonly #written = new Map<number, number>();

	/** @param post Delivers an event to the firmware. */
	constructor(post: (event: Uint8Array) => void) {
		this.#post = post;
	}

	/** Connects; how it goes comes as events. */
	open(handle: number, { host, port, secure }: SocketRequest): void {
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
			onError: (error?: Error & { reason?: string }) => {
				this.#forget(handle);
				const content = { reason: error?.reason, message: error?.message ?? "" };
				this.#post(pack(Event.SOCKET_ERROR, handle, Buffer.from(JSON.stringify(content))));
			},
		};
		const socket: Socket =
			secure === undefined
				? new NodeTCP({ host, port, ...events })
				: new NodeTLS({ host, port, secure, ...events });
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
		for (const socket of this.#open.values()) socket.destroy();
		this.#open.clear();
		this.#written.clear();
	}

	#forget(handle: number): void {
		this.#open.delete(handle);
		this.#written.delete(handle);
	}
}
