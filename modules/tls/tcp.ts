/** What a socket is told when it is made, beside options of its own. */
export interface TCPOptions {
	readonly host: string;
	readonly port: number;
	/** So many bytes can be read. */
	onReadable(count: number): void;
	/** From now on so many bytes are taken; for the first time when the connection stands. */
	onWritable(count: number): void;
	/** The connection failed or ended. A string property `reason` of the error may say why. */
	onError(error?: unknown): void;
}

/**
 * A connection (ECMA-419, 11.11). Callbacks never come from inside the constructor or a method, and none after
 * `close`.
 */
export interface TCPSocket {
	/** Takes up to `count` received bytes, everything when left out; `undefined` when there are none. */
	read(count?: number): ArrayBuffer | undefined;
	/** Copies the bytes. Throws when they are more than `onWritable` last offered less what was written since. */
	write(bytes: Uint8Array): unknown;
	/** Ends the connection; what was written still goes out. */
	close(): void;
}
