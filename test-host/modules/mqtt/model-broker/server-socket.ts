/** The far end of a connection. */
export interface ServerEnd {
	onData(bytes: Uint8Array): void;
	onClosed(): void;
}

/** A connection as its server sees it. */
export interface ServerSocket {
	send(bytes: Uint8Array): void;
	/** Ends it; what was sent still arrives, but for a `reset`. */
	close(reset?: boolean): void;
}

/** Takes a connection. */
export type Listener = (socket: ServerSocket) => ServerEnd;

/** Where connections arrive. */
export interface Port {
	/** `undefined` while nobody listens. */
	listener: Listener | undefined;
}
