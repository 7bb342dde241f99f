import Listener from "embedded:io/socket/listener";
import HTTPServer from "embedded:network/http/server";
import Decoder from "text/decoder";
import Encoder from "text/encoder";
import { Exchange, type Request, type Response } from "./exchange";

/** What a server needs. */
export interface HttpServerOptions {
	/** TCP port. */
	readonly port: number;
	/** The longest body of a request, bytes; a longer one is handed on as `undefined`. */
	readonly bodyLimit: number;
	readonly handle: (request: Request) => Response;
}

/** Listens for HTTP/1.1 requests and answers each by `handle`. A `reason` says why it does not. */
export function openHttpServer({ port, bodyLimit, handle }: HttpServerOptions) {
	const encoder = new Encoder();
	const decoder = new Decoder();
	const options = {
		...{ bodyLimit, handle },
		encode: (text: string) => encoder.encode(text),
		decode: (bytes: Uint8Array) => decoder.decode(bytes),
	};
	try {
		return new HTTPServer({
			io: Listener,
			port,
			onConnect: (connection) => connection.accept(new Exchange(connection, options).handlers),
		});
	} catch {
		return { reason: "listen-failed" };
	}
}
