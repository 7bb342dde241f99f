/** The longest body that a request may have, bytes: all settings with certificates as JSON. */
export const BODY_LIMIT = 16_384;

/**
 * A third of the time that an exchange may take, ms: a client that has not sent the head of its request after one, all of
 * it after two and taken the answer after three is cut off.
 */
export const HTTP_PATIENCE = 10_000;

/** The headers that the portal reads; a server may leave out all others. */
export const HEADERS_READ: readonly string[] = Object.freeze([
	"accept-encoding",
	"content-type",
	"cookie",
	"host",
	"if-none-match",
	"origin",
	"sec-fetch-site",
	"x-leafcast-token",
]);

/** A request as it came over the network: nothing in it is to be trusted but `from`. */
export interface HttpRequest {
	/** In capitals. */
	readonly method: string;
	/** With the query, if any. */
	readonly path: string;
	/** Values by name in lower case. */
	readonly headers: ReadonlyMap<string, string>;
	/** Decoded as UTF-8; `undefined` when it is longer than `BODY_LIMIT`. */
	readonly body: string | undefined;
	/** Over which network it came: the device's own, whose password the sender therefore knows, or any other. */
	readonly from: "setup" | "home";
}

/** What is sent back. The server itself adds the headers that say where the body ends. */
export interface HttpResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** A text goes out as UTF-8. */
	readonly body: string | Uint8Array;
}

/** Takes the answer to one request, at once or later; only the first counts, and none once the client has gone. */
export type Respond = (response: HttpResponse) => void;

/** Answers requests. */
export type HandleHttp = (request: HttpRequest, respond: Respond) => void;

/** A server that listens. */
export interface HttpServer {
	/** Cuts all connections and stops listening. May be called twice. */
	close(): void;
}

/** The port that brings requests. A `reason` says why there is no server. */
export type OpenHttpServer = (handle: HandleHttp) => HttpServer | { readonly reason: string };
