import type { CarBus } from "../leaf/car-bus";
import { BUS_CLUES, type Clue, REPLY_CLUES } from "../leaf/fingerprint";
import type { Generation } from "../leaf/generation";
import { type Evidence, Identification } from "../leaf/identification";
import { READING } from "./gates";
import { type Pack, type PackSigns, packEvidence, packOf, packReasons } from "./pack";
import type { Readings } from "./readings";

/** What the owner has set instead of leaving it to be found out. */
export interface Forced {
	readonly generation?: Generation | undefined;
	/** Size of the pack, kWh; one that no Leaf has is passed over. */
	readonly packKwh?: number | undefined;
	/** Charge capacity of the pack when new, Ah. */
	readonly newAmpereHours?: number | undefined;
}

/** Which car this is, and how that is known. */
export class Identity implements PackSigns {
	readonly #identification: Identification;
	readonly #readings: Readings;
	readonly #packKwh: number | undefined;
	readonly #newAmpereHours: number | undefined;
	#group01Length: number | undefined = undefined;

	constructor(bus: CarBus, readings: Readings, forced: Forced) {
		this.#identification = new Identification(forced.generation);
		this.#readings = readings;
		this.#packKwh = forced.packKwh;
		this.#newAmpereHours = forced.newAmpereHours;
		const clue = BUS_CLUES[bus];
		if (clue !== undefined) this.#identification.hear(clue);
	}

	get forced(): number | undefined {
		return this.#packKwh;
	}

	get group01Length(): number | undefined {
		return this.#group01Length;
	}

	get ampereHours(): number | undefined {
		return this.#readings.value(READING.capacity);
	}

	get maxGids(): number | undefined {
		return this.#readings.value(READING.maxGids);
	}

	get fullKilowattHours(): number | undefined {
		return this.#readings.value(READING.fullCapacity);
	}

	get isZe0(): boolean {
		return this.generation === "ZE0";
	}

	/** `undefined` until the evidence suffices. */
	get generation(): Generation | undefined {
		return this.#identification.generation;
	}

	/** By the battery's own word: it may have been swapped. `undefined` until something tells it. */
	get pack(): Pack | undefined {
		return packOf(this);
	}

	/** Charge capacity of the pack when new, Ah: the owner's word, else that of packs of this size. */
	get newAmpereHours(): number | undefined {
		return this.#newAmpereHours ?? this.pack?.newAmpereHours;
	}

	/** How many reasons there are in `evidence`, which costs more to make. */
	get reasons(): number {
		return this.#identification.reasons + packReasons(this);
	}

	/** Reasons for the generation and for the pack, those that contradict it included; one for each thing found. */
	get evidence(): readonly Evidence[] {
		return [...this.#identification.evidence, ...packEvidence(this)];
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
}
