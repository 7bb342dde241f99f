import type { BlobStore } from "../../src/settings/blob-store";

/** How flash looks where the power has failed during a write: what was there before, nothing, or all ones. */
export const RUINS = ["old", "short", "erased"] as const;

/** Thrown when the power fails: nothing runs any more. */
export class PowerCut extends Error {}

/** Flash that forgets with the test; its power can fail at any byte, and that of a removal before or after it. */
export class FakeFlash implements BlobStore {
	readonly slots: Map<string, Uint8Array>;
	writes = 0;
	/** Bytes, or removals, that still get through; none are left: the power fails. */
	budget = Number.POSITIVE_INFINITY;
	ruin: (typeof RUINS)[number] = "old";
	/** Why nothing is taken. */
	refusal: string | undefined = undefined;

	constructor(slots: Iterable<readonly [string, Uint8Array]> = []) {
		this.slots = new Map([...slots].map(([key, bytes]) => [key, Uint8Array.from(bytes)]));
	}

	read(key: string): Uint8Array | undefined {
		return this.slots.get(key)?.slice();
	}

	write(key: string, bytes: Uint8Array): { reason: string } | undefined {
		if (this.refusal !== undefined) return { reason: this.refusal };
		this.writes += 1;
		const written = bytes.subarray(0, Math.max(0, this.budget));
		this.budget -= bytes.length;
		if (written.length === bytes.length && this.budget >= 0) {
			this.slots.set(key, bytes.slice());
			return undefined;
		}
		this.slots.set(key, this.ruined(this.slots.get(key), bytes.length, written));
		throw new PowerCut();
	}

	remove(key: string): { reason: string } | undefined {
		if (this.refusal !== undefined) return { reason: this.refusal };
		if (this.budget <= 0) throw new PowerCut();
		this.budget -= 1;
		this.slots.delete(key);
		return undefined;
	}

	private ruined(old: Uint8Array | undefined, length: number, written: Uint8Array): Uint8Array {
		if (this.ruin === "short") return written.slice();
		const left = new Uint8Array(Math.max(length, old?.length ?? 0)).fill(0xff);
		if (this.ruin === "old") left.set(old ?? []);
		left.set(written);
		return left;
	}
}
