import type { Clock } from "../clock";

/** So many wrong passwords in a row cost nothing. */
const FREE_TRIES = 5;
/** How long the next one then has to wait, ms; doubled with each, up to the longest. */
const FIRST_WAIT = 10_000;
const LONGEST_WAIT = 600_000;
/** So many addresses are told apart. */
const MOST_PEERS = 4;
/** An address that has been silent for so long may be forgotten, ms. */
const MEMORY = 3_600_000;

/** What one address has tried, or all those together that are not told apart. */
interface Account {
	/** In a row. */
	failures: number;
	/** Monotonic times, ms: of the last password, and before which none is looked at. */
	last: number;
	closedUntil: number;
}

/**
 * How often wrong passwords came, and how long the next has to wait. Each address has a count of its own, so that a
 * neighbour who guesses keeps out himself, and not the owner. Those for whom there is no room have one in common: who
 * takes ever new addresses gets no more guesses by that than with a few. An address from which the right one came keeps its
 * own, whatever the others do.
 */
export class Tries {
	readonly #clock: Pick<Clock, "monotonic">;
	readonly #peers = new Map<string, Account>();
	readonly #others: Account = { failures: 0, last: 0, closedUntil: 0 };

	constructor(clock: Pick<Clock, "monotonic">) {
		this.#clock = clock;
	}

	/** Whole seconds until a password from this address is looked at. */
	waitSeconds(peer: string): number {
		const { closedUntil } = this.#peers.get(peer) ?? this.#others;
		return Math.max(Math.ceil((closedUntil - this.#clock.monotonic()) / 1000), 0);
	}

	/** One from this address has been looked at. */
	count(peer: string, right: boolean): void {
		const account = this.accountOf(peer, right);
		const now = this.#clock.monotonic();
		account.last = now;
		account.failures = right ? 0 : account.failures + 1;
		const beyond = account.failures - FREE_TRIES;
		if (beyond >= 0) account.closedUntil = now + Math.min(FIRST_WAIT * 2 ** beyond, LONGEST_WAIT);
	}

	private accountOf(peer: string, right: boolean): Account {
		const known = this.#peers.get(peer);
		if (known !== undefined) return known;
		const silence = right ? 0 : MEMORY;
		if (this.#peers.size >= MOST_PEERS) this.forget(silence);
		if (this.#peers.size >= MOST_PEERS) return this.#others;
		const account: Account = { failures: 0, last: 0, closedUntil: 0 };
		this.#peers.set(peer, account);
		return account;
	}

	/** Whoever has been silent for the longest, and at least for so long, ms. */
	private forget(silence: number): void {
		const [oldest] = [...this.#peers].sort(([, one], [, other]) => one.last - other.last);
		if (oldest !== undefined && this.#clock.monotonic() - oldest[1].last >= silence) {
			this.#peers.delete(oldest[0]);
		}
	}
}
