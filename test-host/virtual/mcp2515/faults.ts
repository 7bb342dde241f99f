/** What ends it when the chip has stopped answering: the test, or the RESET instruction as well. */
export type WedgeEnd = "unwedge" | "reset";

interface Wedge {
	readonly answer: number;
	readonly intLow: boolean;
	readonly end: WedgeEnd;
}

/** Faults of chip and wiring, as found in the field: none of them is in the data sheet. */
export class Faults {
	/** INT is low whatever the chip does, as with a short. */
	intHeldLow = false;
	#wedge: Wedge | undefined;

	/** Whether the chip has stopped working. */
	get wedged(): boolean {
		return this.#wedge !== undefined;
	}

	/** @param wedge - What SO answers from now on, and INT; `undefined`: the chip works again. */
	set wedge(wedge: Wedge | undefined) {
		this.#wedge = wedge;
	}

	/** What comes out at SO instead of an answer; `undefined` when the chip works. */
	answer(length: number): Uint8Array | undefined {
		return this.#wedge && new Uint8Array(length).fill(this.#wedge.answer);
	}

	/** The chip was told to reset. */
	resetInstruction(): void {
		if (this.#wedge?.end === "reset") this.#wedge = undefined;
	}

	/** Whether the INT line is low when the chip would have it so. */
	intLow(wanted: boolean): boolean {
		return this.intHeldLow || (this.#wedge?.intLow ?? wanted);
	}
}
