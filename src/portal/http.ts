/** The longest body that a request may have, bytes: a settings form with certificates, percent-encoded. */
export const BODY_LIMIT = 16_384;

/** A request as it came over the network: nothing in it is to be trusted. */
export interface HttpRequest {
	/** In capitals. */
	readonly method: string;
	/** With the query, if any. */
	readonly path: string;
	/** Values by name in lower case. */
	readonly headers: ReadonlyMap<string, string>;
	/** Decoded as UTF-8; `undefined` when it is longer than `BODY_LIMIT`. */
	readonly body: string | undefined;
}

/** What is sent back. The server itself adds the headers that say where the body ends. */
export interface HttpResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** A server that listens. */
export interface HttpServer {
	/** Cuts all connections and stops listening. May be called twice. */
	close(): void;
}

/** The port that brings requests: `handle` answers each at once. A `reason` says why there is no server. */
export type OpenHttpServer = (
	handle: (request: HttpRequest) => HttpResponse,
) => HttpServer | { readonly reason: string };
