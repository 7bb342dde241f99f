import type { Counters } from "./counters";

/** As many looks in a row must find errors only; a good bus has an error now and then. */
const BAD_LOOKS = 3;

/**
 * Tells a wrong bit rate, or a wrong crystal: on a live bus it brings message errors (data sheet DS20001801, 7.4)
 * and no frame. In listen-only mode only, because in the others errors may come from what we send.
 */
export class BitrateWatch {
	#frames = 0;
	#errors = 0;
	#badLooks = 0;
	#told = false;

	/** To be called about once a second. `true` once until frames come. */
	look(counters: Readonly<Counters>): boolean {
		const frames = counters.received + counters.unwanted + counters.notData;
		const heardFrames = frames !== this.#frames;
		const heardErrors = counters.messageErrors !== this.#errors;
		this.#frames = frames;
		this.#errors = counters.messageErrors;
		if (heardFrames) this.#told = false;
		this.#badLooks = heardErrors && !heardFrames ? this.#badLooks + 1 : 0;
		if (this.#told || this.#badLooks < BAD_LOOKS) return false;
		this.#told = true;
		return true;
	}
}
