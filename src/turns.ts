/** Something that ends in its own time. */
export interface Turn {
	start(): void;
	stop(onStopped: () => void): void;
}

/** Those that take turns with what there is one of: each begins when the one before has ended. */
export class Turns<Kind extends Turn> {
	#current: Kind | undefined = undefined;
	/** Set while the last one ends: what comes after it. */
	#next: (() => void) | undefined = undefined;

	/** Whose turn it is; `undefined` while one ends, or there is none. */
	get current(): Kind | undefined {
		return this.#current;
	}

	/** Only when there is none, as in what `end` calls. */
	begin(turn: Kind): void {
		this.#current = turn;
		turn.start();
	}

	/** Lets the current one end, if there is one; of those who wait for that, the last one goes on. */
	end(next: () => void): void {
		const isEnding = this.#next !== undefined;
		const current = this.#current;
		this.#next = next;
		this.#current = undefined;
		if (isEnding) return;
		if (current === undefined) this.goOn();
		else current.stop(() => this.goOn());
	}

	private goOn(): void {
		const next = this.#next;
		this.#next = undefined;
		next?.();
	}
}
