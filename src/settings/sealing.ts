import type { Cancel } from "../clock";

/** The port to encryption that shows any change: AES-256-GCM (NIST SP 800-38D) under one key, which stays behind it. */
export interface Sealer {
	/**
	 * Encrypts.
	 *
	 * @param associated Says what it is, and must be the same to open it; not encrypted and not contained in the result.
	 * @returns Nonce (12 bytes), ciphertext as long as `plain`, tag (16 bytes); or why not.
	 */
	seal(plain: Uint8Array, associated: Uint8Array): Uint8Array | { readonly reason: string };
	/**
	 * Decrypts what `seal` has made.
	 *
	 * @returns The plain bytes. `wrong-key`: made under another key or for another purpose, or changed since; nobody can
	 * tell which. `too-short`: never made by `seal`. Other reasons: the key cannot be had.
	 */
	open(sealed: Uint8Array, associated: Uint8Array): Uint8Array | { readonly reason: string };
}

/** The port to keys from passwords: PBKDF2 with HMAC-SHA256 (RFC 8018, 5.2), 32 bytes. */
export interface KeyDerivation {
	/**
	 * Derives piece by piece, so that everything else goes on meanwhile; `onKey` is called once, later, unless cancelled.
	 *
	 * @param iterations From 1 on.
	 */
	derive(password: string, salt: Uint8Array, iterations: number, onKey: (key: Uint8Array) => void): Cancel;
	/** Bytes that nobody can guess, also before the radio is on. */
	randomBytes(count: number): Uint8Array;
}

/** The port to sealers for keys of 32 bytes that somebody else keeps. */
export interface SealerMaker {
	sealerOf(key: Uint8Array): Sealer;
}
