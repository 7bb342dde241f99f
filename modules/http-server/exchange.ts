import type {
	HTTPConnection,
	HTTPConnectionHandlers,
	HTTPRequest,
	HTTPResponse,
} from "embedded:network/http/server";

import { PEER } from "./head-filter";

/** A body that is too long is still read, for the client to hear the answer, up to so many bytes. */
const MOST_DISCARDED = 262_144;
const NOTHING = new Uint8Array(0);

/** A request of which the body has not come yet. */
export interface Head extends HTTPRequest {
	/** `setup`: from a peer in the device's own network. */
	readonly from: "setup" | "home";
	/** IPv4 address of the client. */
	readonly peer: string;
}

/** A request that has come in whole. */
export interface Request extends Head {
	/** `undefined` when it is too long. */
	readonly body: string | undefined;
}

/** What is to be sent back. */
export interface Response {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** A text goes out as UTF-8. */
	readonly body: string | Uint8Array;
}

/** How exchanges are to be. */
export interface ExchangeOptions {
	/** The longest body that is kept of this request, bytes: so much memory whoever sends it may take. */
	readonly bodyLimit: (head: Head) => number;
	/**
	 * A third of the time that an exchange may take, ms: after one the head must be there, after two the whole request,
	 * after three the client must have the answer.
	 */
	readonly patience: number;
	readonly every: (ms: number, callback: () => void) => () => void;
	/** `respond` may be called later, once. */
	readonly handle: (request: Request, respond: (response: Response) => void) => void;
	readonly isSetupPeer: (address: string) => boolean;
	readonly encode: (text: string) => Uint8Array;
	readonly decode: (bytes: Uint8Array) => string;
	/** It is over; told once. */
	readonly onEnd: (ended: Exchange) => void;
}

/** One request and its answer on a connection of the SDK's server, which is closed after that. */
export class Exchange {
	readonly #connection: HTTPConnection;
	readonly #options: ExchangeOptions;
	readonly #cancel: () => void;
	#head: Head | undefined = undefined;
	/** Room for as much as is announced; `undefined` when that is too long. In pieces each byte might cost a hundred. */
	#body: Uint8Array | undefined = NOTHING;
	#received = 0;
	#unsent: Uint8Array = NOTHING;
	/** How far it has come: awaits the head, the rest of the request, the answer; or it is over. */
	#stage: 0 | 1 | 2 | 3 = 0;
	#periods = 0;

	constructor(connection: HTTPConnection, options: ExchangeOptions) {
		this.#connection = connection;
		this.#options = options;
		this.#cancel = options.every(options.patience, () => this.look());
	}

	/** For `accept` of the connection. */
	get handlers(): HTTPConnectionHandlers {
		return {
			onRequest: (head) => this.begin(head),
			onReadable: () => this.read(),
			onResponse: (response) => this.answer(response),
			onWritable: (count) => this.write(count),
			onDone: () => this.end(),
			onError: () => this.end(),
		};
	}

	/** Whether nothing that could be answered has come yet. */
	get isIdle(): boolean {
		return this.#stage === 0;
	}

	/** Whether the head has come, and more of the body is still to come. */
	get isIncomplete(): boolean {
		return this.#stage === 1 && this.#received < (this.#body?.length ?? Number.POSITIVE_INFINITY);
	}

	/** Cuts it. May be called twice. */
	close(): void {
		if (this.#stage === 3) return;
		this.end();
		this.#connection.close();
	}

	/** Too slow is who has not come as many stages far as periods have passed. */
	private look(): void {
		this.#periods += 1;
		if (this.#periods > this.#stage) this.close();
	}

	private end(): void {
		if (this.#stage === 3) return;
		this.#stage = 3;
		this.#cancel();
		this.#body = NOTHING;
		this.#options.onEnd(this);
	}

	private begin({ method, path, headers }: HTTPRequest): void {
		const { bodyLimit, isSetupPeer } = this.#options;
		const peer = headers.get(PEER) ?? "";
		const head: Head = { method, path, headers, peer, from: isSetupPeer(peer) ? "setup" : "home" };
		this.#head = head;
		this.#stage = 1;
		// Chunks and lengths that are none make the SDK's server wait for ever (`httpserver.js` of SDK 8.2.3).
		const length = headers.get("content-length") ?? "0";
		if (headers.has("transfer-encoding") || !/^\d+$/.test(length)) this.close();
		else if (length !== "0") {
			this.#body = Number(length) > bodyLimit(head) ? undefined : new Uint8Array(Number(length));
		}
	}

	private read(): void {
		const bytes = this.#connection.read();
		if (bytes === undefined || bytes.byteLength === 0) return;
		const start = this.#received;
		this.#received += bytes.byteLength;
		if (this.#received > (this.#body?.length ?? 0)) this.#body = undefined;
		this.#body?.set(new Uint8Array(bytes), start);
		if (this.#received > MOST_DISCARDED) this.close();
	}

	private answer(response: HTTPResponse): void {
		if (this.#stage !== 1 || this.#head === undefined) return;
		this.#stage = 2;
		const { handle, decode } = this.#options;
		const head = this.#head;
		const body = this.#body && decode(this.#body.subarray(0, this.#received));
		this.#head = undefined;
		this.#body = NOTHING;
		let answered = false;
		handle({ ...head, body }, (answer) => {
			if (!answered) this.respond(response, answer);
			answered = true;
		});
	}

	private respond(response: HTTPResponse, { status, headers, body }: Response): void {
		if (this.#stage === 3) return;
		this.#unsent = typeof body === "string" ? this.#options.encode(body) : body;
		response.status = status;
		for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
		response.headers.set("content-length", String(this.#unsent.length));
		response.headers.set("connection", "close");
		try {
			this.#connection.respond(response);
		} catch {
			// The SDK's server sends at once, and throws when the client has gone meanwhile.
			this.close();
		}
	}

	private write(count: number): void {
		const part = this.#unsent.subarray(0, count);
		this.#unsent = this.#unsent.subarray(part.length);
		this.#connection.write(part);
	}
}
