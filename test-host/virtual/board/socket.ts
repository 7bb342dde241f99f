import { Call, Event } from "../wire";
import { call, decode, encode, listen, newHandle, unlisten } from "./link";
import type { Accepted } from "./listener";

/**
 * Options of the ECMA-419 TCP client class (ECMA-419, 11.11), and `secure` for a TLS socket; or instead of all that,
 * `from`: what a listener has handed over.
 */
export interface SocketOptions {
	/** By address, or by name when it is a TLS socket. */
	readonly address?: string;
	readonly host?: string;
	readonly port?: number;
	readonly secure?: object;
	readonly from?: Accepted;
	onReadable?(count: number): void;
	onWritable?(count: number): void;
	onError?(error?: Error): void;
}

/** An error of the socket with the code that says why. */
class SocketError extends Error {
	readonly reason: string | undefined;

	constructor(content: { reason?: string; message: string }) {
		super(content.message);
		this.reason = content.reason;
	}
}

/** `embedded:io/socket/tcp` of the virtual board: a window on a socket of the computer. */
export class TCP {
	readonly #handle: number;
	#received: Uint8Array[] = [];
	#readable = 0;
	#limit = 0;
	#written = 0;
	#open = true;

	constructor(options: SocketOptions) {
		const { address, host = address, port, secure, from } = options;
		this.#handle = from?.handle ?? newHandle();
		listen(Event.SOCKET_READABLE, this.#handle, (content) => {
			this.#received.push(content.slice());
			this.#readable += content.length;
			options.onReadable?.(this.#readable);
		});
		listen(Event.SOCKET_WRITABLE, this.#handle, (content) => {
			this.#limit = new DataView(content.buffer, content.byteOffset).getUint32(0, true);
			options.onWritable?.(this.#limit - this.#written);
		});
		listen(Event.SOCKET_ERROR, this.#handle, (content) => {
			this.close();
			options.onError?.(new SocketError(JSON.parse(decode(content))));
		});
		if (from !== undefined) call(Call.SOCKET_ACCEPT, this.#handle);
		else call(Call.SOCKET_OPEN, this.#handle, encode(JSON.stringify({ host, port, secure })));
	}

	read(count = this.#readable): ArrayBuffer | undefined {
		const wanted = Math.min(count, this.#readable);
		if (wanted === 0) return undefined;
		const result = new Uint8Array(wanted);
		let filled = 0;
		for (let first = this.#received[0]; first && filled < wanted; first = this.#received[0]) {
			const part = first.subarray(0, wanted - filled);
			result.set(part, filled);
			filled += part.length;
			if (part.length === first.length) this.#received.shift();
			else this.#received[0] = first.subarray(part.length);
		}
		this.#readable -= wanted;
		return result.buffer;
	}

	write(buffer: ArrayBuffer | Uint8Array): number {
		const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
		if (this.#written + bytes.length > this.#limit) throw new Error("overflow");
		this.#written += bytes.length;
		call(Call.SOCKET_WRITE, this.#handle, bytes);
		return this.#limit - this.#written;
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		for (const code of [Event.SOCKET_READABLE, Event.SOCKET_WRITABLE, Event.SOCKET_ERROR]) {
			unlisten(code, this.#handle);
		}
		call(Call.SOCKET_CLOSE, this.#handle);
	}
}

export default TCP;
/** `modules/tls/tls-socket` of a board without an engine: the socket of the computer speaks TLS. */
export { TCP as TLSSocket };
