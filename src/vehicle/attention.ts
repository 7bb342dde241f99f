// biome-ignore-all lint/style/noNonNullAssertion: the place of an input is always within the arrays

import type { CanFrame } from "../can/frame";
import type { FrameClue } from "../leaf/fingerprint";
import type { Input } from "./input";

/** So many frames of a message are searched for clues; after that it has none. */
const LOOKS = 100;

/** Which frames are looked at more closely, and what has been found in them. */
export class Attention {
	/** By the place of the input: frames until one is looked at more closely; 0 when none is. */
	readonly waits: Uint8Array;
	readonly #looks: Uint8Array;
	/** A bit for each clue of an input. */
	readonly #found: Uint8Array;

	/** @param inputs How many there are. */
	constructor(inputs: number) {
		this.waits = new Uint8Array(inputs).fill(1);
		this.#looks = new Uint8Array(inputs);
		this.#found = new Uint8Array(inputs);
	}

	/** The next frame of every input is looked at more closely. */
	renew(): void {
		this.waits.fill(1);
	}

	/** A clue that the frame shows and that has not been found before, if any. Allocates nothing. */
	search({ place, clues }: Input, frame: CanFrame): FrameClue | undefined {
		if (this.#looks[place]! >= LOOKS) return undefined;
		this.#looks[place]! += 1;
		for (let index = 0; index < clues.length; index++) {
			const clue = clues[index]!;
			if ((this.#found[place]! >> index) & 1 || !shows(clue, frame)) continue;
			this.#found[place]! |= 1 << index;
			return clue;
		}
		return undefined;
	}

	/** A frame has been looked at: after how many others the next is. */
	looked({ place, clues, first, withSlow, slowEvery }: Input): void {
		const searching = this.#looks[place]! < LOOKS && this.#found[place]! !== (1 << clues.length) - 1;
		this.waits[place] = searching || withSlow !== first ? slowEvery : 0;
	}
}

function shows({ dlc, shows: isShown }: FrameClue, frame: CanFrame): boolean {
	return (dlc === undefined || dlc === frame.dlc) && (isShown?.(frame.data) ?? true);
}
