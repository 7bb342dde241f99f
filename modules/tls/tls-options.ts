import type { Credential, TLSEngineClass } from "./engine";
import type { TCPOptions, TCPSocket } from "./tcp";

/** Whom to trust and as whom to be trusted; PEM or DER. */
export interface Secure {
	/** The only authorities that count; PEM may have several. */
	readonly certificate?: Credential;
	/** The name that the server's certificate must have; the host when left out. */
	readonly serverName?: string;
	/** RSA or EC, with the chain up to the authority that the server knows. */
	readonly clientCertificate?: Credential;
	readonly clientKey?: Credential;
}

/** What connections to one server remember from each other. One object for each server. */
export interface TLSMemory {
	/** So that the next connection is quicker. It holds secrets: keep it in RAM. */
	session?: ArrayBuffer | undefined;
	/** When the first certificate of the server's chain expires, ms since 1970 UTC. */
	expires?: number;
}

/** Where to connect and how to be safe there. */
export interface TLSOptions extends TCPOptions {
	/** The class of the connection below, and what its constructor takes beside host and port. */
	readonly TCP: { readonly io: new (options: never) => TCPSocket; readonly [option: string]: unknown };
	readonly engine: TLSEngineClass;
	readonly secure: Secure;
	readonly memory?: TLSMemory;
	/** Milliseconds since 1970-01-01 UTC, or `undefined` while the time is not known. */
	utc(): number | undefined;
	/** Calls back once, `ms` from now, unless the function it returns is called before. */
	after(ms: number, callback: () => void): () => void;
}
