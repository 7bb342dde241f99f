import Listener from "embedded:io/socket/listener";
import HTTPServer, { type HTTPConnection } from "embedded:network/http/server";
import Decoder from "text/decoder";
import Encoder from "text/encoder";
import { Exchange, type ExchangeOptions } from "./exchange";
import { type Accepted, type Guard, guarded } from "./guarded-socket";

/** So many connections are served at a time; each may cost 20 KB. */
const MOST_CONNECTIONS = 4;

type Taken = ReturnType<Listener["read"]>;

/** Listens, and puts a guard before every connection. */
class GuardedListener extends Listener {
	readonly #guard: Guard;

	constructor(guard: Guard, options: ConstructorParameters<typeof Listener>[0]) {
		super(options);
		this.#guard = guard;
	}

	override read(): Taken {
		const raw = super.read() as unknown as Accepted | undefined;
		return (raw && guarded(raw, this.#guard)) as unknown as Taken;
	}
}

/** What a server needs; a longer body than `bodyLimit` says is handed on as `undefined`. */
export interface HttpServerOptions
	extends Pick<ExchangeOptions, "bodyLimit" | "patience" | "every" | "handle" | "isSetupPeer"> {
	/** TCP port. */
	readonly port: number;
	/** Names of the headers that `handle` reads, in lower case. */
	readonly headers: readonly string[];
}

/** Listens for HTTP/1.1 requests, a few at a time, and answers each by `handle`. */
class BoundedServer {
	readonly #server: HTTPServer;
	readonly #options: ExchangeOptions;
	readonly #exchanges: Exchange[] = [];

	/** @throws Error when the port cannot be had. */
	constructor({ port, headers, ...options }: HttpServerOptions) {
		const encoder = new Encoder();
		const decoder = new Decoder();
		const encode = (text: string) => encoder.encode(text);
		const decode = (bytes: Uint8Array) => decoder.decode(bytes);
		this.#options = {
			...{ ...options, encode, decode },
			onEnd: (ended) => this.forget(ended),
		};
		this.#server = new HTTPServer({
			// The SDK's server makes its listener by itself, and knows nothing of guards.
			io: GuardedListener.bind(undefined, { headers, encode, decode }) as unknown as typeof Listener,
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
		// Browsers open connections in advance and say nothing there: those make room, the oldest first. Else whoever has
		// been sending for the longest: a sound request is there at once, and nobody is to keep the others out by dribbling.
		if (this.#exchanges.length >= MOST_CONNECTIONS) {
			(
				this.#exchanges.find(({ isIdle }) => isIdle) ?? this.#exchanges.find((each) => each.isIncomplete)
			)?.close();
		}
		if (this.#exchanges.length >= MOST_CONNECTIONS) {
			connection.close();
			return;
		}
		const exchange = new Exchange(connection, this.#options);
		this.#exchanges.push(exchange);
		try {
			connection.accept(exchange.handlers);
		} catch {
			// The client has gone already.
			exchange.close();
		}
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
