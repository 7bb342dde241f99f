/** What sockets tell. Callbacks never come from inside a constructor or a method, and none after `close`. */
export interface SocketEvents {
	/** So many bytes can be read. */
	onReadable(count: number): void;
	/** From now on so many bytes are taken; for the first time when the connection stands. */
	onWritable(count: number): void;
	/** The connection failed or ended. */
	onError(error?: unknown): void;
}

/** A TCP connection (ECMA-419, 11.11). */
export interface TCPSocket {
	/** Takes every received byte; `undefined` when there are none. */
	read(): ArrayBuffer | undefined;
	/** Copies the bytes. Throws when they are more than `onWritable` last offered less what was written since. */
	write(bytes: Uint8Array): unknown;
	/** Ends the connection; what was written still goes out. May be called twice. */
	close(): void;
}

/** A class of sockets that connect. */
export type TCPClass = new (
	options: SocketEvents & { readonly host: string; readonly port: number },
) => TCPSocket;

/** A connection as a listener hands it over: it becomes a socket with callbacks by being given as `from`. */
export type Accepted = object;

/** A class of sockets that take over an accepted connection. */
export type AcceptingTCPClass = new (options: SocketEvents & { readonly from: Accepted }) => TCPSocket;

/** Waits for connections (ECMA-419, 11.13). */
export interface Listener {
	/** The next connection; `undefined` when there is none. */
	read(): Accepted | undefined;
	close(): void;
}

/** A class of listeners; its constructor throws when the port cannot be had. */
export type ListenerClass = new (options: {
	readonly port: number;
	/** So many connections wait to be read. */
	onReadable(count: number): void;
}) => Listener;
