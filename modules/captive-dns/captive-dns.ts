import { answer } from "./answer";
import type { UDPClass, UDPSocket } from "./udp";

/** Of servers for names (RFC 1035, 4.2). */
const PORT = 53;

/** What the server takes. */
export interface CaptiveDnsOptions {
	readonly UDP: UDPClass;
	/** IPv4 address of the board in its own network, as text. Only who is in the same /24 is answered. */
	readonly address: string;
}

/**
 * A server for names in the board's own network: every name stands for the board. It is silent towards other networks in
 * which the board may be, remembers nothing and never throws, whatever comes.
 */
export class CaptiveDns {
	readonly #UDP: UDPClass;
	readonly #address: Uint8Array;
	/** How the addresses of its network begin. */
	readonly #network: string;
	#socket: UDPSocket | undefined = undefined;

	constructor({ UDP, address }: CaptiveDnsOptions) {
		this.#UDP = UDP;
		this.#address = Uint8Array.from(address.split("."), Number);
		this.#network = address.slice(0, address.lastIndexOf(".") + 1);
	}

	/** Begins to answer; does nothing when it does so already. */
	start(): { readonly reason: "listen-failed" } | undefined {
		try {
			this.#socket ??= new this.#UDP({ port: PORT, onReadable: () => this.read() });
			return undefined;
		} catch {
			return { reason: "listen-failed" };
		}
	}

	/** Answers nobody any more. */
	stop(): void {
		this.#socket?.close();
		this.#socket = undefined;
	}

	private read(): void {
		for (;;) {
			const query = this.#socket?.read();
			if (query === undefined) return;
			const bytes = query.address.startsWith(this.#network) ? answer(query, this.#address) : undefined;
			if (bytes !== undefined) this.send(bytes, query.address, query.port);
		}
	}

	private send(bytes: Uint8Array, address: string, port: number): void {
		try {
			this.#socket?.write(bytes, address, port);
		} catch {
			// Who asked will ask again.
		}
	}
}
