// biome-ignore-all lint/style/noNonNullAssertion: every index is below the length of its array

import { sidhOf, sidlOf } from "./identifier-bytes";

/** A turn is over when its identifier was heard as often, */
const ENOUGH = 3;
/** or after as many ms: above the second at which the slowest messages of a car repeat. */
const LONGEST_TURN = 1600;
/** An identifier that was silent in its turn loses as many. */
const SKIPPED_TURNS = 3;

/**
 * Says which identifier has the filter, or the receive buffer, that several share. Whoever is heard quickly makes room
 * quickly; whoever is silent does not hold up the others.
 */
export class Turns {
	/** How often the identifier was heard in this turn. */
	heard = 0;
	/** The identifier as it comes out of a receive buffer; outside the range of a byte where nobody takes turns. */
	sidh = -1;
	sidl = -1;
	/** Whether everybody takes turns, so that nobody else has a filter beside the one whose turn it is. */
	alone = false;
	#ids: readonly number[];
	/** How many turns each of them is still to lose. */
	#skips: Uint8Array;
	#at = 0;
	#since: number;

	/**
	 * @param ids None, or at least two.
	 * @param now Monotonic time, ms.
	 */
	constructor(ids: readonly number[], now: number) {
		this.#ids = ids;
		this.#skips = new Uint8Array(ids.length);
		this.#since = now;
		this.take(now);
	}

	/** From now on all of these take turns; who had a filter of its own must give it up. */
	letAll(ids: readonly number[], now: number): void {
		this.alone = true;
		this.#ids = ids;
		this.#skips = new Uint8Array(ids.length);
		this.#at = 0;
		this.take(now);
	}

	/** Whether the filter goes to another one now, or would if another one was awake. */
	isOver(now: number): boolean {
		return this.#ids.length > 0 && (this.heard >= ENOUGH || now - this.#since >= LONGEST_TURN);
	}

	/** Ends the turn. `false` when the same identifier has the next one, since all others are being skipped. */
	pass(now: number): boolean {
		const before = this.#at;
		if (this.heard === 0) this.#skips[before] = SKIPPED_TURNS;
		do this.#at = (this.#at + 1) % this.#ids.length;
		while (this.isSkipped());
		this.take(now);
		return this.#at !== before;
	}

	/** Each round takes one turn away from those that are skipped, so somebody is found. */
	private isSkipped(): boolean {
		if (this.#skips[this.#at] === 0) return false;
		this.#skips[this.#at]! -= 1;
		return true;
	}

	private take(now: number): void {
		this.#since = now;
		this.heard = 0;
		const id = this.#ids[this.#at];
		if (id === undefined) return;
		this.sidh = sidhOf(id);
		this.sidl = sidlOf(id);
	}
}
