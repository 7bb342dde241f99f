/** What one piece of work came to (`tls_step` in `tls-engine.h`). */
export const Step = Object.freeze({
	/** It can go on at once. */
	busy: 0,
	/** It needs more ciphertext. */
	starved: 1,
	/** Ciphertext must be drained before it can go on. */
	blocked: 2,
	/** There is plaintext to read. */
	readable: 3,
	/** It is over; what is still to be drained may hold an alert for the server. */
	failed: 4,
} as const);

/**
 * A TLS client that turns ciphertext into plaintext and back, with `tls-engine.h` inside. It verifies the server's
 * chain, name and dates, and cannot be told not to.
 */
export interface TLSEngine {
	/** Does one piece of work: a step of the handshake, or the next record. A value of `Step`. */
	step(): number;
	/** Whether the handshake is done: the server is whom it should be. */
	isOpen(): boolean;
	/** How much ciphertext it takes now, bytes. */
	room(): number;
	/** Takes received ciphertext, not more than the room. */
	feed(bytes: Uint8Array): void;
	/** Hands out up to `most` bytes of ciphertext to be sent; `undefined` when there are none. */
	drain(most: number): ArrayBuffer | undefined;
	/** How much plaintext can be read now, bytes. */
	readable(): number;
	/** Hands out up to `most` bytes of plaintext; `undefined` when there are none. */
	read(most: number): ArrayBuffer | undefined;
	/** Encrypts plaintext; returns how many bytes it took, 0 while too much waits to be drained. */
	write(bytes: Uint8Array): number;
	/** Says goodbye to the server. */
	finish(): void;
	/** Why it failed: a number of `FAILURES`. */
	failure(): number;
	/** The number of the server's alert, or the error code of Mbed TLS. */
	detail(): number;
	/** The session, if there is a new one since the last call, so that a later connection can continue it. */
	session(): ArrayBuffer | undefined;
	/** When the first certificate of the server's chain expires, seconds since 1970 UTC. */
	expiry(): number;
	/** Gives the memory back. The engine is not used after that. */
	close(): void;
}

/** PEM as text, or the bytes of PEM or DER. */
export type Credential = string | ArrayBuffer;

/** A class of engines. What is given is not kept. */
export type TLSEngineClass = new (
	/** Host name or IP address that the certificate must have. */
	serverName: string,
	/** Seconds since 1970 UTC. */
	now: number,
	/** The only certificates that are trusted. */
	authorities: Credential | undefined,
	certificate: Credential | undefined,
	key: Credential | undefined,
	session: ArrayBuffer | undefined,
	/** Largest record that the server is asked to send: 512, 1024, 2048 or 4096 bytes; 0 does not ask. */
	largestRecord: number,
) => TLSEngine;
