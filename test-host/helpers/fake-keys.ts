import { createHash } from "node:crypto";
import type { Cancel } from "../../src/clock";
import type { KeyDerivation } from "../../src/settings/sealing";

/** Keys from passwords that come when a test says so, by a single hash; and bytes that are never the same twice. */
export class FakeKeys implements KeyDerivation {
	/** What has been asked for and not been derived yet. */
	readonly waiting: (() => void)[] = [];
	/** Whether keys come at once. */
	readonly eager: boolean;
	#made = 0;

	constructor(eager = true) {
		this.eager = eager;
	}

	derive(password: string, salt: Uint8Array, rounds: number, onKey: (key: Uint8Array) => void): Cancel {
		const hash = createHash("sha256").update(password).update(salt).update(String(rounds)).digest();
		const derive = () => onKey(Uint8Array.from(hash));
		if (this.eager) derive();
		else this.waiting.push(derive);
		return () => {
			const index = this.waiting.indexOf(derive);
			if (index >= 0) this.waiting.splice(index, 1);
		};
	}

	/** Everything that waits is derived. */
	finish(): void {
		for (const derive of this.waiting.splice(0)) derive();
	}

	randomBytes(count: number): Uint8Array {
		this.#made += 1;
		return Uint8Array.from(createHash("sha256").update(`random ${this.#made}`).digest().subarray(0, count));
	}
}
