import { type Clue, spoken } from "./fingerprint";
import { GENERATIONS, type Generation } from "./generation";

/** One reason for, or against, a verdict; for people. */
export interface Evidence {
	/** Such as `ZE0`, `AZE0 or ZE1` or `40 kWh`. */
	readonly says: string;
	/** Such as `50B has 6 bytes`. */
	readonly because: string;
}

/** What a generation must have gathered before it is believed: a sign and a half. */
const ENOUGH = 3;
/** By how much it must lead the next. */
const LEAD = 2;

/**
 * Finds out the generation from clues. Each clue counts once, so the verdict cannot go back and forth; it stays
 * until another generation leads as clearly. Clues that contradict it are kept as evidence like the others.
 */
export class Identification {
	readonly #forced: Generation | undefined;
	readonly #heard: Clue[] = [];
	#generation: Generation | undefined;

	/** @param forced The owner knows, and clues change nothing. */
	constructor(forced?: Generation) {
		this.#forced = forced;
		this.#generation = forced;
	}

	/** `undefined` until the clues suffice. */
	get generation(): Generation | undefined {
		return this.#generation;
	}

	/** How many there are in `evidence`, which costs more to make. */
	get reasons(): number {
		return this.#heard.length + (this.#forced === undefined ? 0 : 1);
	}

	/** Everything that was found, in the order in which it was: at most one for each clue there is. */
	get evidence(): readonly Evidence[] {
		const found = this.#heard.map((clue) => ({ says: spoken(clue), because: clue.because }));
		return this.#forced === undefined
			? found
			: [{ says: this.#forced, because: "the settings say so" }, ...found];
	}

	/** Takes a clue that was found. @returns whether the verdict has changed. */
	hear(clue: Clue): boolean {
		if (this.#heard.includes(clue)) return false;
		this.#heard.push(clue);
		const before = this.#generation;
		this.#generation = this.#forced ?? this.decide() ?? before;
		return this.#generation !== before;
	}

	private decide(): Generation | undefined {
		const [best, second] = GENERATIONS.map((generation) => ({
			generation,
			points: this.points(generation),
		})).sort((a, b) => b.points - a.points);
		if (best === undefined || second === undefined) return undefined;
		return best.points >= ENOUGH && best.points - second.points >= LEAD ? best.generation : undefined;
	}

	private points(generation: Generation): number {
		return this.#heard.reduce((sum, { speaksFor, weight }) => {
			return speaksFor.includes(generation) ? sum + weight : sum;
		}, 0);
	}
}
