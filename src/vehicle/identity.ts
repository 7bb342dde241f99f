import type { CarBus } from "../leaf/car-bus";
import { BUS_CLUES, type Clue, REPLY_CLUES } from "../leaf/fingerprint";
import type { Generation } from "../leaf/generation";
import { type Evidence, Identification } from "../leaf/identification";
import { type Pack, type PackSigns, packOf } from "./pack";
import type { Readings } from "./readings";

/** What the owner has set instead of leaving it to be found out. */
export interface Forced {
	readonly generation?: Generation | undefined;
	/** Size of the pack, kWh; one that no Leaf has is passed over. */
	readonly packKwh?: number | undefined;
}

/** Which car this is, and how that is known. */
export class Identity {
	readonly #identification: Identification;
	readonly #readings: Readings;
	readonly #packKwh: number | undefined;
	#group01Length: number | undefined = undefined;

	constructor(bus: CarBus, readings: Readings, forced: Forced) {
		this.#identification = new Identification(forced.generation);
		this.#readings = readings;
		this.#packKwh = forced.packKwh;
		const clue = BUS_CLUES[bus];
		if (clue !== undefined) this.#identification.hear(clue);
	}

	/** `undefined` until the evidence suffices. */
	get generation(): Generation | undefined {
		return this.#identification.generation;
	}

	/** By the battery's own word: it may have been swapped. `undefined` until something tells it. */
	get pack(): Pack | undefined {
		return packOf(this.#signs()).pack;
	}

	/** Reasons for the generation and for the pack, those that contradict it included; one for each thing found. */
	get evidence(): readonly Evidence[] {
		return [...this.#identification.evidence, ...packOf(this.#signs()).evidence];
	}

	/** @returns whether the generation is another one now. */
	hear(clue: Clue): boolean {
		return this.#identification.hear(clue);
	}

	/** Takes a reply that was decoded. `request`: such as `79B 21 01`. @returns as `hear`. */
	hearReply(request: string, payload: Uint8Array): boolean {
		if (request === "79B 21 01") this.#group01Length = payload.length;
		let changed = false;
		for (const clue of REPLY_CLUES) {
			if (clue.request !== request) continue;
			if (clue.length !== undefined && clue.length !== payload.length) continue;
			if (clue.shows?.(payload) ?? true) changed = this.hear(clue) || changed;
		}
		return changed;
	}

	#signs(): PackSigns {
		const { capacity, maxGids, fullCapacity } = this.#readings;
		return {
			forced: this.#packKwh,
			group01Length: this.#group01Length,
			ampereHours: capacity.value,
			maxGids: maxGids.value,
			fullKilowattHours: fullCapacity.value,
			isZe0: this.generation === "ZE0",
		};
	}
}
