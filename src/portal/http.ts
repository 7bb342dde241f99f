/** The longest body that a request may have, bytes: all settings with certificates as JSON. */
export const BODY_LIMIT = 16_384;
/** The same for whoever has not logged in, who has but a password to send: four times this much memory is to be had by all. */
export const STRANGERS_LIMIT = 1024;

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

/** A request as it came over the network, but for its body: nothing in it is to be trusted but `from` and `peer`. */
export interface HttpHead {
	/** In capitals. */
	readonly method: string;
	/** With the query, if any. */
	readonly path: string;
	/** Values by name in lower case. */
	readonly headers: ReadonlyMap<string, string>;
	/** Over which network it came: the device's own, whose password the sender therefore knows, or any other. */
	readonly from: "setup" | "home";
	/** IPv4 address of the sender. */
	readonly peer: string;
}

/** All of it. */
export interface HttpRequest extends HttpHead {
	/** Decoded as UTF-8; `undefined` when it is longer than it may be. */
	readonly body: string | undefined;
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

/** What a server serves. */
export interface HttpSite {
	readonly handle: HandleHttp;
	/** The longest body that a request may have, bytes. */
	readonly bodyLimit: (head: HttpHead) => number;
	/** Whether who has this IPv4 address asks over the network that the device itself hosts. */
	readonly isSetupPeer: (address: string) => boolean;
}

/** A server that listens. */
export interface HttpServer {
	/** Cuts all connections and stops listening. May be called twice. */
	close(): void;
}

/** The port that brings requests. A `reason` says why there is no server. */
export type OpenHttpServer = (site: HttpSite) => HttpServer | { readonly reason: string };
