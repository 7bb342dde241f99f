import FFI from "mc/ffi";

/** Nonce and tag, bytes. */
const OVERHEAD = 12 + 16;

/** By the number of `secret_result` in `secret-store.h`, without its sign. */
const REASONS = Object.freeze([
	undefined,
	"no-memory",
	"wrong-key",
	"key-unreadable",
	"key-not-stored",
	"cipher-failed",
] as const);

/** Why something did not work. */
export type SecretReason = NonNullable<(typeof REASONS)[number]>;

/** What a negative number of `secret-store.h` says. */
export function reasonOf(result: number): SecretReason {
	return REASONS[-result] ?? "cipher-failed";
}

/** The bytes as the C takes them: a buffer that contains nothing else. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
	const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
	return whole.buffer as ArrayBuffer;
}

/**
 * AES-256-GCM (NIST SP 800-38D) under one key. Every seal draws a new nonce of 96 random bits. With random nonces a key
 * is good for 2^32 seals (8.3 there): the chance that two are alike stays below 2^-32. The settings of a device change a
 * few thousand times at most, for which it is about 2^-72.
 */
export class KeySealer {
	readonly #key: ArrayBuffer;

	/** @param key 32 bytes, or none for the key of the device, which stays in C. */
	constructor(key: Uint8Array) {
		this.#key = bufferOf(key);
	}

	/** @returns Nonce, ciphertext and tag: 28 bytes more than `plain`. */
	seal(plain: Uint8Array, associated: Uint8Array): Uint8Array | { readonly reason: SecretReason } {
		const sealed = new ArrayBuffer(plain.length + OVERHEAD);
		const result = new FFI().secret_seal(
			this.#key,
			this.#key.byteLength,
			bufferOf(plain),
			plain.length,
			bufferOf(associated),
			associated.length,
			sealed,
		);
		return result === 0 ? new Uint8Array(sealed) : { reason: reasonOf(result) };
	}

	open(
		sealed: Uint8Array,
		associated: Uint8Array,
	): Uint8Array | { readonly reason: SecretReason | "too-short" } {
		const length = sealed.length - OVERHEAD;
		if (length < 0) return { reason: "too-short" };
		const plain = new ArrayBuffer(length);
		const result = new FFI().secret_open(
			this.#key,
			this.#key.byteLength,
			bufferOf(sealed),
			length,
			bufferOf(associated),
			associated.length,
			plain,
		);
		return result === 0 ? new Uint8Array(plain) : { reason: reasonOf(result) };
	}
}
