/** A received datagram; the sender's address as text, such as `192.0.2.1`. */
export type Datagram = ArrayBuffer & { readonly address: string; readonly port: number };

/** A UDP socket (ECMA-419, 11.9). */
export interface UDPSocket {
	/** The oldest datagram not yet read; `undefined` when there is none. */
	read(): Datagram | undefined;
	/** Sends a datagram to an address, not a name. Throws when that cannot be done. */
	write(bytes: Uint8Array, address: string, port: number): unknown;
	/** No callback comes after it. */
	close(): void;
}

/** A class of UDP sockets on a free port. Throws when there is no network interface to be had yet. */
export type UDPClass = new (options: {
	/** So many datagrams can be read. Never called from inside the constructor or a method. */
	onReadable(count: number): void;
}) => UDPSocket;
