/** A received datagram; the sender's address as text, such as `192.0.2.1`. */
export type Datagram = ArrayBuffer & { readonly address: string; readonly port: number };

/** A UDP socket (ECMA-419, 11.9). */
export interface UDPSocket {
	/** The oldest datagram not yet read; `undefined` when there is none. */
	read(): Datagram | undefined;
	/** Throws when that cannot be sent. */
	write(bytes: Uint8Array, address: string, port: number): unknown;
	/** No callback comes after it. */
	close(): void;
}

/** A class of UDP sockets. Throws when the port is somebody else's. */
export type UDPClass = new (options: {
	readonly port: number;
	/** So many datagrams can be read. Never called from inside the constructor or a method. */
	onReadable(count: number): void;
}) => UDPSocket;
