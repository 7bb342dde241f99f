import type { FrameClue } from "../leaf/fingerprint";
import type { Check } from "../leaf/integrity";
import type { Read } from "../leaf/signal";

/** A signal and where its value goes. */
export interface Follower {
	readonly read: Read;
	/** Number of the reading. */
	readonly reading: number;
	readonly inDistanceUnit: boolean;
	readonly next: Follower | undefined;
}

/** What becomes of the frames of one identifier. It lies in flash; what changes is kept by `Attention`. */
export interface Input {
	/** Its place among the inputs of the bus. */
	readonly place: number;
	readonly check: Check;
	/** A chain and not an array: XS takes fewer bytecodes to walk it, a hundred and more times a second. */
	readonly first: Follower | undefined;
	/** The same chain with the slow signals before it, for the frames that are looked at more closely. */
	readonly withSlow: Follower | undefined;
	/** Of so many frames, one is looked at more closely. */
	readonly slowEvery: number;
	/** What may be found in the frames that are. */
	readonly clues: readonly FrameClue[];
}
