import type {
	HTTPConnection,
	HTTPConnectionHandlers,
	HTTPRequest,
	HTTPResponse,
} from "embedded:network/http/server";

/** A body that is too long is still read, for the client to hear the answer, up to so many bytes. */
const MOST_DISCARDED = 262_144;
const NOTHING = new Uint8Array(0);

/** A request that has come in whole. */
export interface Request extends HTTPRequest {
	/** `undefined` when it is too long. */
	readonly body: string | undefined;
}

/** What is to be sent back. */
export interface Response {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** How exchanges are to be. */
export interface ExchangeOptions {
	/** The longest body that is kept, bytes. */
	readonly bodyLimit: number;
	readonly handle: (request: Request) => Response;
	readonly encode: (text: string) => Uint8Array;
	readonly decode: (bytes: Uint8Array) => string;
}

/** One request and its answer on a connection of the SDK's server, which is closed after that. */
export class Exchange {
	readonly #connection: HTTPConnection;
	readonly #options: ExchangeOptions;
	#head: HTTPRequest | undefined = undefined;
	readonly #parts: Uint8Array[] = [];
	#received = 0;
	#unsent: Uint8Array = NOTHING;

	constructor(connection: HTTPConnection, options: ExchangeOptions) {
		this.#connection = connection;
		this.#options = options;
	}

	/** For `accept` of the connection. */
	get handlers(): HTTPConnectionHandlers {
		return {
			onRequest: (head) => this.begin(head),
			onReadable: () => this.read(),
			onResponse: (response) => this.respond(response),
			onWritable: (count) => this.write(count),
		};
	}

	private begin(head: HTTPRequest): void {
		this.#head = head;
		// Chunks and lengths that are none make the SDK's server wait for ever (`httpserver.js` of SDK 8.2.3).
		const length = head.headers.get("content-length") ?? "0";
		if (head.headers.has("transfer-encoding") || !/^\d+$/.test(length)) this.#connection.close();
	}

	private read(): void {
		const bytes = this.#connection.read();
		if (bytes === undefined) return;
		this.#received += bytes.byteLength;
		if (this.#received > MOST_DISCARDED) this.#connection.close();
		if (!this.tooLong) this.#parts.push(new Uint8Array(bytes));
	}

	private get tooLong(): boolean {
		return this.#received > this.#options.bodyLimit;
	}

	private respond(response: HTTPResponse): void {
		if (this.#head === undefined) return;
		const { handle, encode } = this.#options;
		const { method, path, headers } = this.#head;
		const answer = handle({ method, path, headers, body: this.tooLong ? undefined : this.bodyText() });
		this.#unsent = encode(answer.body);
		response.status = answer.status;
		for (const [name, value] of Object.entries(answer.headers)) response.headers.set(name, value);
		response.headers.set("content-length", String(this.#unsent.length));
		response.headers.set("connection", "close");
		try {
			this.#connection.respond(response);
		} catch {
			// The SDK's server sends at once, and throws when the client has gone meanwhile.
			this.#connection.close();
		}
	}

	private bodyText(): string {
		const whole = new Uint8Array(this.#received);
		let end = 0;
		for (const part of this.#parts) {
			whole.set(part, end);
			end += part.length;
		}
		return this.#options.decode(whole);
	}

	private write(count: number): void {
		const part = this.#unsent.subarray(0, count);
		this.#unsent = this.#unsent.subarray(part.length);
		this.#connection.write(part);
	}
}
