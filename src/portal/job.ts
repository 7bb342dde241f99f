import type { Cancel, Clock } from "../clock";

/** Something that takes its time, at most once at a time, whose last result can be asked for. */
export class Job<Result> {
	readonly #clock: Pick<Clock, "after">;
	readonly #limit: number;
	readonly #late: Result;
	#result: Result | undefined = undefined;
	/** Ends what is under way; `undefined` when nothing is. */
	#cancel: Cancel | undefined = undefined;
	/** Counts the runs: what one that was given up tells is not heard. */
	#run = 0;

	/**
	 * @param limit After so many ms it is given up.
	 * @param late The result then.
	 */
	constructor(clock: Pick<Clock, "after">, limit: number, late: Result) {
		this.#clock = clock;
		this.#limit = limit;
		this.#late = late;
	}

	get isBusy(): boolean {
		return this.#cancel !== undefined;
	}

	/** Of the last run; `undefined` before the first and while one is under way. */
	get result(): Result | undefined {
		return this.#result;
	}

	/**
	 * Starts it. Only while it is not busy.
	 *
	 * @param begin Tells its result later, unless cancelled; or returns why it cannot begin.
	 * @returns Why not.
	 */
	start<Refusal extends object>(
		begin: (onDone: (result: Result) => void) => Cancel | Refusal,
	): Refusal | undefined {
		this.#run += 1;
		const run = this.#run;
		let early = false;
		const begun = begin((result) => {
			early = true;
			if (run === this.#run) this.finish(result);
		});
		if (typeof begun !== "function") return begun;
		if (early) return undefined;
		this.#result = undefined;
		const stop = this.#clock.after(this.#limit, () => {
			begun();
			this.finish(this.#late);
		});
		this.#cancel = stop;
		return undefined;
	}

	private finish(result: Result): void {
		this.#run += 1;
		this.#cancel?.();
		this.#cancel = undefined;
		this.#result = result;
	}
}
