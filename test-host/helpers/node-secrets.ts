import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import type { KeyDerivation, Sealer, SealerMaker } from "../../src/settings/sealing";

const WRONG = { reason: "wrong-key" };

/** A sealer with the cryptography of Node. */
function sealerOf(given: Uint8Array): Sealer {
	const key = Uint8Array.from(given);
	return {
		seal(plain, associated) {
			const nonce = randomBytes(12);
			const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated);
			const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
			return Uint8Array.from(Buffer.concat(parts));
		},
		open(sealed, associated) {
			if (sealed.length < 28) return { reason: "too-short" };
			const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(associated);
			decipher.setAuthTag(sealed.subarray(-16));
			try {
				return Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]));
			} catch {
				return WRONG;
			}
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
