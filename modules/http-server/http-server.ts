import Listener from "embedded:io/socket/listener";
import HTTPServer, { type HTTPConnection } from "embedded:network/http/server";
import Decoder from "text/decoder";
import Encoder from "text/encoder";
import { Exchange, type ExchangeOptions } from "./exchange";

/** So many connections are served at a time; each may cost 20 KB. */
const MOST_CONNECTIONS = 4;

/** What a server needs; a longer body than `bodyLimit` is handed on as `undefined`. */
export interface HttpServerOptions
	extends Pick<ExchangeOptions, "bodyLimit" | "patience" | "every" | "handle" | "isSetupPeer"> {
	/** TCP port. */
	readonly port: number;
}

/** Listens for HTTP/1.1 requests, a few at a time, and answers each by `handle`. */
class BoundedServer {
	readonly #server: HTTPServer;
	readonly #options: ExchangeOptions;
	readonly #exchanges: Exchange[] = [];

	/** @throws Error when the port cannot be had. */
	constructor({ port, ...options }: HttpServerOptions) {
		const encoder = new Encoder();
		const decoder = new Decoder();
		this.#options = {
			...options,
			encode: (text) => encoder.encode(text),
			decode: (bytes) => decoder.decode(bytes),
			onEnd: (ended) => this.forget(ended),
		};
		this.#server = new HTTPServer({
			io: Listener,
			port,
			onConnect: (connection) => this.serve(connection),
		});
	}

	/** Cuts all connections and stops listening. May be called twice. */
	close(): void {
		this.#server.close();
		for (const exchange of [...this.#exchanges]) exchange.close();
	}

	private serve(connection: HTTPConnection): void {
		// Browsers open connections in advance and say nothing there: those make room.
		if (this.#exchanges.length >= MOST_CONNECTIONS) this.#exchanges.find(({ isIdle }) => isIdle)?.close();
		if (this.#exchanges.length >= MOST_CONNECTIONS) {
			connection.close();
			return;
		}
		const exchange = new Exchange(connection, this.#options);
		this.#exchanges.push(exchange);
		connection.accept(exchange.handlers);
	}

	private forget(ended: Exchange): void {
		const index = this.#exchanges.indexOf(ended);
		if (index >= 0) this.#exchanges.splice(index, 1);
	}
}

/** Begins to serve. A `reason` says why it does not. */
export function openHttpServer(options: HttpServerOptions): BoundedServer | { readonly reason: string } {
	try {
		return new BoundedServer(options);
	} catch {
		return { reason: "listen-failed" };
	}
}
