import type { HTTPConnection, HTTPConnectionHandlers, HTTPResponse } from "embedded:network/http/server";
import { Call, Event } from "../wire";
import { call, decode, encode, listen, newHandle, unlisten } from "./link";

/** How much of an answer is taken at a time, bytes: the send buffer of the SDK on Linux. */
const WINDOW = 1536;

/** A connection of the SDK's HTTP server, which serves one request. */
class Connection implements HTTPConnection {
	readonly #handle: number;
	#unread: Uint8Array | undefined = undefined;
	#unsent = 0;
	#handlers: HTTPConnectionHandlers | undefined = undefined;

	constructor(handle: number) {
		this.#handle = handle;
	}

	accept(handlers: HTTPConnectionHandlers): void {
		const { onRequest, onReadable, onResponse } = handlers;
		this.#handlers = handlers;
		this.#listen(Event.HTTP_REQUEST, (content) => {
			const { method, path, headers } = JSON.parse(decode(content));
			onRequest({ method, path, headers: new Map(headers) });
		});
		this.#listen(Event.HTTP_BODY, (content) => {
			this.#unread = content.slice();
			onReadable(content.length);
		});
		this.#listen(Event.HTTP_END, () => onResponse({ status: 200, headers: new Map() }));
		this.#listen(Event.HTTP_WRITABLE, () => this.#offer());
		this.#listen(Event.HTTP_GONE, () => {
			this.close();
			handlers.onError();
		});
	}

	read(): ArrayBuffer | undefined {
		const bytes = this.#unread;
		this.#unread = undefined;
		return bytes?.buffer as ArrayBuffer | undefined;
	}

	respond({ status, headers }: HTTPResponse): void {
		this.#unsent = Number(headers.get("content-length"));
		call(Call.HTTP_RESPOND, this.#handle, encode(JSON.stringify({ status, headers: [...headers] })));
		this.#offer();
	}

	write(bytes: Uint8Array): number {
		if (bytes.length > Math.min(this.#unsent, WINDOW)) throw new Error("would block");
		this.#unsent -= bytes.length;
		call(Call.HTTP_WRITE, this.#handle, bytes);
		if (this.#unsent === 0) this.#finish();
		return 0;
	}

	close(): void {
		for (const code of [
			Event.HTTP_REQUEST,
			Event.HTTP_BODY,
			Event.HTTP_END,
			Event.HTTP_WRITABLE,
			Event.HTTP_GONE,
		]) {
			unlisten(code, this.#handle);
		}
		call(Call.HTTP_CLOSE, this.#handle);
	}

	#listen(code: number, handler: (content: Uint8Array) => void): void {
		listen(code, this.#handle, handler);
	}

	#offer(): void {
		if (this.#unsent === 0) this.#finish();
		else this.#handlers?.onWritable(Math.min(this.#unsent, WINDOW));
	}

	#finish(): void {
		this.#handlers?.onDone();
		this.close();
	}
}

/** `embedded:network/http/server` of the virtual board: the part of it that `modules/http-server` uses. */
export default class HTTPServer {
	readonly #handle = newHandle();

	constructor({ onConnect }: { onConnect(connection: HTTPConnection): void }) {
		listen(Event.HTTP_CONNECT, this.#handle, ([low = 0, high = 0]) => {
			onConnect(new Connection(low | (high << 8)));
		});
		call(Call.HTTP_LISTEN, this.#handle);
	}

	close(): void {
		unlisten(Event.HTTP_CONNECT, this.#handle);
		call(Call.HTTP_UNLISTEN, this.#handle);
	}
}
