import { pbkdf2Sync, randomBytes } from "node:crypto";
import type { KeyDerivation, Sealer, SealerMaker } from "../../src/settings/sealing";
import { openBytes, sealBytes } from "../virtual/aes-gcm";

/** A sealer with the cryptography of Node. */
function sealerOf(given: Uint8Array): Sealer {
	const key = Uint8Array.from(given);
	return {
		seal: (plain, associated) => Uint8Array.from(sealBytes(key, plain, associated)),
		open(sealed, associated) {
			if (sealed.length < 28) return { reason: "too-short" };
			const plain = openBytes(key, sealed, associated);
			return plain === undefined ? { reason: "wrong-key" } : Uint8Array.from(plain);
		},
	};
}

/** The secret store of a test: real cryptography, at once unless it is told to wait. */
export class NodeSecrets implements Sealer, KeyDerivation, SealerMaker {
	readonly #own = sealerOf(randomBytes(32));
	/** What is derived when `run` is called; without `waits` at once. */
	readonly #waiting = new Set<() => void>();
	waits = false;
	/** Iterations of each derivation. */
	readonly derived: number[] = [];

	seal = this.#own.seal;
	open = this.#own.open;
	sealerOf = sealerOf;

	randomBytes(count: number): Uint8Array {
		return Uint8Array.from(randomBytes(count));
	}

	derive(
		password: string,
		salt: Uint8Array,
		iterations: number,
		onKey: (key: Uint8Array) => void,
	): () => void {
		this.derived.push(iterations);
		const job = () => onKey(Uint8Array.from(pbkdf2Sync(password, salt, iterations, 32, "sha256")));
		if (!this.waits) {
			job();
			return () => {};
		}
		this.#waiting.add(job);
		return () => void this.#waiting.delete(job);
	}

	run(): void {
		for (const job of this.#waiting) job();
		this.#waiting.clear();
	}
}
