const HOUR = 3_600_000;

/** How long a server is left alone, ms. `RATE` asks for fewer questions, the others for none. */
const PEACE = Object.freeze({ rate: HOUR, other: 24 * HOUR });
/** So many servers are remembered; the longest known is forgotten first. */
const MOST = 8;

/**
 * Servers that have sent a kiss-o'-death (RFC 5905, 7.4). By address and not by name: behind a name such as that of a
 * pool are many, and the others are still willing.
 */
export class Kisses {
	readonly #until = new Map<string, number>();

	/** The server at this address has sent the code. @param now Monotonic, ms. */
	note(address: string, code: string, now: number): void {
		this.#until.delete(address);
		this.#until.set(address, now + (code === "RATE" ? PEACE.rate : PEACE.other));
		const [oldest] = this.#until.keys();
		if (this.#until.size > MOST && oldest !== undefined) this.#until.delete(oldest);
	}

	/** Whether the server must not be asked. @param now Monotonic, ms. */
	forbid(address: string, now: number): boolean {
		return now < (this.#until.get(address) ?? now);
	}
}
