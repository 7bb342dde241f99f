/**
 * What travels between the firmware in its engine and the virtual hardware outside: a byte that says what it is,
 * a handle (little-endian, 16 bits) that says whose, then the content.
 */

/** Calls of the firmware, answered at once. */
export const Call = {
	/** Content: bytes clocked out in one chip-select period; answer: bytes clocked in. */
	SPI: 1,
	/** Answer: one byte, the level of the pin whose number is the handle. */
	PIN: 2,
	/** Content: delay in ms, 4 bytes; then event `TIMER` with the same handle. */
	TIMER_SET: 3,
	TIMER_CLEAR: 4,
	/** Content: JSON with host, port and, for TLS, `secure`. */
	SOCKET_OPEN: 5,
	SOCKET_WRITE: 6,
	SOCKET_CLOSE: 7,
	/** Content: JSON `{ op, key, value }`; answer: JSON of the value, or nothing. */
	STORE: 8,
	/** Content: one line of text for the console. */
	TRACE: 9,
	/** Answer: 4 random bytes. */
	RANDOM: 10,
	/** Answer: 6 bytes. */
	MAC: 11,
	/** The handle is the server's; then event `HTTP_CONNECT` with it for each connection. */
	HTTP_LISTEN: 12,
	HTTP_UNLISTEN: 13,
	/** The handle is the connection's, as of all that follows. Content: JSON `{ status, headers }`. */
	HTTP_RESPOND: 14,
	/** Content: bytes of the body; then event `HTTP_WRITABLE`. */
	HTTP_WRITE: 15,
	/** After the whole answer it is closed, before that cut. */
	HTTP_CLOSE: 16,
	/** The handle is the TLS engine's. Content: a byte of `TLSCall`, then what belongs to it. */
	TLS: 17,
	/** The handle is the listener's, as of the next two. Content: the port, 2 bytes. */
	LISTENER_OPEN: 18,
	/** Content: a handle, 2 bytes, for the socket of the next connection. Answer: one byte, whether there was one. */
	LISTENER_READ: 19,
	LISTENER_CLOSE: 20,
	/** The socket is wanted: its events may come from now on. */
	SOCKET_ACCEPT: 21,
	/** Content: the port, 2 bytes; 0 for any. */
	UDP_OPEN: 22,
	/** Content: a datagram, see `packDatagram`, and where it is to go. */
	UDP_SEND: 23,
	UDP_CLOSE: 25,
	/** Content: a host name; then event `RESOLVED` with the same handle. */
	RESOLVE: 26,
	/** The board is reset; the firmware is not heard of again until it is loaded anew. */
	RESTART: 24,
	/** Content: a byte of `SecretCall`, then pieces, see `packPieces`. Answer: 4 bytes, the result, then bytes. */
	SECRET: 40,
	/** Content: JSON, see `RadioCall`; answer: JSON, or nothing when it is refused. Then event `WIFI` with this handle. */
	WIFI: 41,
} as const;

/** What the firmware wants of its secret store (`modules/secret-store/secret-store.h`). */
export const SecretCall = {
	START: 1,
	/** Content: key or nothing, plain bytes, associated bytes. */
	SEAL: 2,
	/** Content: key or nothing, sealed bytes, associated bytes. */
	OPEN: 3,
	/** Content: password, salt, state, then 4 bytes each, iterations done and to do. Answer: state. */
	DERIVE: 4,
	/** Content: 4 bytes, how many. */
	RANDOM: 5,
	FORGET: 6,
} as const;

/** What the firmware wants of a TLS engine. Numbers are answered as 8 bytes. */
export const TLSCall = {
	/** Content: JSON with the options. */
	CREATE: 1,
	CLOSE: 2,
	STEP: 3,
	IS_OPEN: 4,
	ROOM: 5,
	FEED: 6,
	/** Content: 4 bytes, the most. Answer: bytes. */
	DRAIN: 7,
	READABLE: 8,
	/** As `DRAIN`. */
	READ: 9,
	/** Answer: how many bytes were taken. */
	WRITE: 10,
	FINISH: 11,
	FAILURE: 12,
	DETAIL: 13,
	/** Answer: bytes. */
	SESSION: 14,
	EXPIRY: 15,
} as const;

/** Events from outside. */
export const Event = {
	/** Falling edge on the pin whose number is the handle. */
	PIN: 1,
	TIMER: 2,
	/** Content: bytes that have arrived. */
	SOCKET_READABLE: 3,
	/** Content: 4 bytes, how much the socket takes, counted from the first byte ever written to it. */
	SOCKET_WRITABLE: 4,
	/** Content: JSON `{ reason, message }`. */
	SOCKET_ERROR: 5,
	/** The firmware is to finish its business and stop. */
	STOP: 6,
	/** The handle is the server's. Content: 2 bytes, the handle of the connection. */
	HTTP_CONNECT: 7,
	/** The handle is the connection's, as of all that follows. Content: JSON `{ method, path, headers }`. */
	HTTP_REQUEST: 8,
	/** Content: bytes of the body, a piece at a time. */
	HTTP_BODY: 9,
	/** The request has come to its end. */
	HTTP_END: 10,
	/** The answer can go on. */
	HTTP_WRITABLE: 11,
	/** The client has gone. */
	HTTP_GONE: 12,
	/** The handle is the listener's. Content: one byte, how many connections wait. */
	LISTENER_READABLE: 13,
	/** Content: a datagram, see `packDatagram`, and where it came from. */
	UDP_RECEIVED: 14,
	/** Content: an address as text; nothing when there is none. */
	RESOLVED: 15,
	/** Content: JSON, what a scan has found or what the driver tells. */
	WIFI: 40,
} as const;

/** Length of code and handle. */
export const HEADER = 3;

/** Puts a message together. */
export function pack(code: number, handle: number, content: Uint8Array = new Uint8Array(0)): Uint8Array {
	const message = new Uint8Array(HEADER + content.length);
	message[0] = code;
	message[1] = handle & 0xff;
	message[2] = handle >> 8;
	message.set(content, HEADER);
	return message;
}

/** The handle of a message. */
export function handleOf(message: Uint8Array): number {
	return (message[1] ?? 0) | ((message[2] ?? 0) << 8);
}

/** A handle as 2 bytes. */
export function uint16(value: number): Uint8Array {
	return Uint8Array.of(value & 0xff, value >> 8);
}

/** The whole number in the first 2 bytes of a message's content. */
export function uint16Of(message: Uint8Array): number {
	return (message[HEADER] ?? 0) | ((message[HEADER + 1] ?? 0) << 8);
}

/** A whole number as 4 bytes. */
export function uint32(value: number): Uint8Array {
	return new Uint8Array(Uint32Array.of(value).buffer);
}

/** The whole number in the first 4 bytes of a message's content. */
export function uint32Of(message: Uint8Array): number {
	return new DataView(message.buffer, message.byteOffset + HEADER, 4).getUint32(0, true);
}

/** Pieces of bytes in one, each behind its length. */
export function packPieces(pieces: readonly Uint8Array[]): Uint8Array {
	const parts = pieces.flatMap((piece) => [uint32(piece.length), piece]);
	const packed = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		packed.set(part, at);
		at += part.length;
	}
	return packed;
}

export function unpackPieces(content: Uint8Array): Uint8Array[] {
	const pieces: Uint8Array[] = [];
	for (let at = 0; at < content.length; ) {
		const end = at + 4 + new DataView(content.buffer, content.byteOffset + at, 4).getUint32(0, true);
		pieces.push(content.slice(at + 4, end));
		at = end;
	}
	return pieces;
}

/** A datagram, and the IPv4 address and port of the other end. */
export interface Datagram {
	readonly bytes: Uint8Array;
	readonly address: string;
	readonly port: number;
}

/** A datagram behind 4 bytes of address and 2 bytes of port. */
export function packDatagram({ bytes, address, port }: Datagram): Uint8Array {
	return Uint8Array.of(...address.split(".").map(Number), ...uint16(port), ...bytes);
}

export function unpackDatagram(content: Uint8Array): Datagram {
	const [low = 0, high = 0] = content.subarray(4, 6);
	const address = content.subarray(0, 4).join(".");
	return { bytes: content.subarray(6), address, port: low | (high << 8) };
}
