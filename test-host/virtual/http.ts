import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HeadFilter } from "../../modules/http-server/head-filter";
import { HEADERS_READ, HTTP_PATIENCE } from "../../src/portal/http";
import { Event, pack, uint16 } from "./wire";

/** The head of an answer. */
interface Head {
	readonly status: number;
	readonly headers: readonly (readonly [string, string])[];
}

/**
 * A port of this computer behind which the device's HTTP server is. Only the bytes of HTTP are made and read here;
 * what is answered, also to bad requests, is the firmware's business.
 */
export class HttpGateway {
	readonly #server: Server;
	/** Who came before the firmware was loaded: they wait, as at a port whose program is busy. */
	readonly #early: [IncomingMessage, ServerResponse][] = [];
	#onEvent: ((event: Uint8Array) => void) | undefined = undefined;
	/** Whose address a browser on this computer has, as far as the firmware can see. */
	#peer = () => "";
	readonly #connections = new Map<number, ServerResponse>();
	#listener: number | undefined = undefined;
	#lastHandle = 0;

	private constructor(patience: number) {
		const times = { headersTimeout: patience, requestTimeout: 2 * patience };
		const options = { requireHostHeader: false, ...times, connectionsCheckingInterval: patience / 10 };
		this.#server = createServer(options, (request, response) => this.#connect(request, response));
	}

	/**
	 * @param port On 127.0.0.1; 0 for any free one.
	 * @param patience Time for the head of a request, and twice that for all of it, ms.
	 * @throws Error of Node when it cannot be had.
	 */
	static async open(port: number, patience = HTTP_PATIENCE): Promise<HttpGateway> {
		const gateway = new HttpGateway(patience);
		gateway.#server.listen(port, "127.0.0.1");
		await once(gateway.#server, "listening");
		return gateway;
	}

	/** Where a browser on this computer finds the portal. */
	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	/**
	 * The firmware has been loaded: `onEvent` takes events for it from now on.
	 *
	 * @param peer - The address from which requests come just now.
	 */
	start(onEvent: (event: Uint8Array) => void, peer: () => string): void {
		this.#peer = peer;
		this.#onEvent = onEvent;
		for (const [request, response] of this.#early.splice(0)) this.#connect(request, response);
	}

	/** From now on requests go to the firmware's server with this handle. */
	listen(handle: number): void {
		this.#listener = handle;
	}

	respond(handle: number, { status, headers }: Head): void {
		this.#connections.get(handle)?.writeHead(status, Object.fromEntries(headers));
	}

	write(handle: number, bytes: Uint8Array): void {
		this.#connections.get(handle)?.write(bytes, () => this.#post(Event.HTTP_WRITABLE, handle));
	}

	/** Ends an answer; what is not answered is cut off. */
	close(handle: number): void {
		const response = this.#connections.get(handle);
		this.#connections.delete(handle);
		if (response?.headersSent) response.end();
		else response?.destroy();
	}

	/** Nobody listens any more. */
	cutAll(): void {
		this.#listener = undefined;
		this.#connections.clear();
		this.#server.closeAllConnections();
	}

	/** Frees the port. */
	end(): void {
		this.cutAll();
		this.#server.close();
	}

	#connect(request: IncomingMessage, response: ServerResponse): void {
		if (this.#onEvent === undefined) {
			this.#early.push([request, response]);
			return;
		}
		if (this.#listener === undefined) {
			response.destroy();
			return;
		}
		const headers = guardedHeaders(request, this.#peer());
		if (typeof headers === "number") {
			response.writeHead(headers, { connection: "close" }).end();
			return;
		}
		this.#lastHandle = (this.#lastHandle % 0xffff) + 1;
		const handle = this.#lastHandle;
		this.#connections.set(handle, response);
		response.sendDate = false;
		const { method, url: path } = request;
		const head = { method, path, headers };
		this.#post(Event.HTTP_CONNECT, this.#listener, uint16(handle));
		this.#post(Event.HTTP_REQUEST, handle, Buffer.from(JSON.stringify(head)));
		request.on("data", (bytes: Buffer) => this.#post(Event.HTTP_BODY, handle, bytes));
		request.on("end", () => this.#post(Event.HTTP_END, handle));
		response.on("close", () => {
			if (this.#connections.delete(handle)) this.#post(Event.HTTP_GONE, handle);
		});
	}

	#post(code: number, handle: number, content?: Uint8Array): void {
		this.#onEvent?.(pack(code, handle, content));
	}
}

/**
 * What the guard before the SDK's server lets through of a head; or the status with which it refuses it. Node has taken
 * the head apart, so it is put together again.
 */
function guardedHeaders(
	{ method, url, rawHeaders }: IncomingMessage,
	peer: string,
): [string, string][] | number {
	const lines: string[] = [];
	const filter = new HeadFilter({
		...{ headers: HEADERS_READ, peer },
		encode: (text) => Buffer.from(text),
		decode: (bytes) => Buffer.from(bytes).toString(),
		pass: (bytes) => lines.push(Buffer.from(bytes).toString().trim()) > 0,
	});
	const names = rawHeaders.filter((_, index) => index % 2 === 0);
	const fields = names.map((name, index) => `${name}: ${rawHeaders[2 * index + 1]}\r\n`);
	const refused = filter.take(Buffer.from(`${method} ${url} HTTP/1.1\r\n${fields.join("")}\r\n`));
	if (refused !== undefined) return refused;
	const named = lines.slice(1).filter((line) => line !== "");
	return named.map((line) => {
		const [name = "", ...value] = line.split(":");
		return [name.toLowerCase(), value.join(":").trim()];
	});
}
