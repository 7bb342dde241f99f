import type { CanFrame } from "../can/frame";
import type { FrameClue } from "../leaf/fingerprint";
import type { Check } from "../leaf/integrity";
import type { Read } from "../leaf/signal";
import type { Followed } from "./followed-signal";
import type { Reading } from "./reading";

/** So many frames of a message are searched for clues; after that it has none. */
const LOOKS = 100;
/** A signal and where its value goes. */
export interface Follower {
	readonly read: Read;
	readonly reading: Reading;
	readonly next: Follower | undefined;
}

/** What becomes of the frames of one identifier. */
export class Input {
	/** Such as `1DB`. */
	readonly source: string;
	readonly check: Check;
	/** A chain and not an array: XS takes fewer bytecodes to walk it, a hundred and more times a second. */
	first: Follower | undefined = undefined;
	/** The same chain with the slow signals before it, for the frames that are looked at more closely. */
	withSlow: Follower | undefined = undefined;
	/** Frames until one is looked at more closely. */
	wait = 1;
	/** From one of those to the next; infinite when there is nothing more in them. */
	pace = 1;
	/** Whether there are clues to look for. */
	searching: boolean;
	readonly #slowEvery: number;
	#clues: readonly FrameClue[];
	#looks = 0;

	constructor(id: number, followed: Followed | undefined, clues: readonly FrameClue[]) {
		this.source = id.toString(16).toUpperCase().padStart(3, "0");
		this.check = followed?.message.check ?? unchecked;
		this.#slowEvery = followed?.slowEvery ?? 1;
		this.#clues = clues;
		this.searching = clues.length > 0;
	}

	/** From now on the frames feed these readings. */
	feed(first: Follower | undefined, withSlow: Follower | undefined): void {
		this.first = first;
		this.withSlow = withSlow;
		this.wait = 1;
		this.#setPace();
	}

	/** A clue that the frame shows and that has not been found before, if any. Only finding one allocates. */
	search(frame: CanFrame): FrameClue | undefined {
		const found = firstShownBy(frame, this.#clues);
		if (found !== undefined) this.#clues = without(found, this.#clues);
		this.#looks += 1;
		this.searching = this.#clues.length > 0 && this.#looks < LOOKS;
		this.#setPace();
		return found;
	}

	#setPace(): void {
		const closer = this.searching || this.withSlow !== this.first;
		this.pace = closer ? this.#slowEvery : Number.POSITIVE_INFINITY;
	}
}

function firstShownBy(frame: CanFrame, clues: readonly FrameClue[]): FrameClue | undefined {
	for (let index = 0; index < clues.length; index++) {
		const clue = clues[index] as FrameClue;
		if (clue.dlc !== undefined && clue.dlc !== frame.dlc) continue;
		if (clue.shows?.(frame.data) ?? true) return clue;
	}
	return undefined;
}

/** A function of its own: a variable that a closure captures is allocated at every call in XS. */
function without(found: FrameClue, clues: readonly FrameClue[]): readonly FrameClue[] {
	return clues.filter((clue) => clue !== found);
}

function unchecked(): undefined {}
