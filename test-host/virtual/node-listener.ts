import { createServer, type Server, type Socket } from "node:net";

/** What a listener is made from. */
export interface NodeListenerOptions {
	/** 0 for any free one. */
	readonly port: number;
	/** Where to listen; 127.0.0.1 when left out. */
	readonly host?: string;
	/** So many connections wait to be read. */
	onReadable(count: number): void;
}

/** The listener class of the firmware (ECMA-419, 11.13) over a server of Node. */
export class NodeListener {
	readonly #server: Server;
	readonly #waiting: Socket[] = [];
	/** Settles when the port is open: with the port, or with why it cannot be had. */
	readonly listening: Promise<number>;

	constructor({ port, host = "127.0.0.1", onReadable }: NodeListenerOptions) {
		this.#server = createServer((socket) => {
			// One that breaks before it is read has nobody yet who listens for errors.
			socket.on("error", () => {});
			this.#waiting.push(socket);
			onReadable(this.#waiting.length);
		});
		this.listening = new Promise((resolve, reject) => {
			this.#server.once("error", reject);
			this.#server.listen(port, host, () => resolve((this.#server.address() as { port: number }).port));
		});
		// Whoever does not ask is not told.
		this.listening.catch(() => {});
	}

	/** The next connection, for `from` of `NodeTCP`. */
	read(): Socket | undefined {
		return this.#waiting.shift();
	}

	/** Frees the port; connections that were not read are cut. May be called twice. */
	close(): void {
		for (const socket of this.#waiting.splice(0)) socket.destroy();
		this.#server.close();
	}
}
