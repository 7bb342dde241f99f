/** Silence after which the next frame belongs to a new session, ms. The car's own shutdown takes seconds. */
const SILENCE = 60_000;

/** One time that the car was awake: a drive, a charge, a stop with the ignition on. */
export class Session {
	readonly #random: () => number;
	#id: string | undefined = undefined;
	#lastHeard = 0;

	/** @param random Uniform in [0, 1). */
	constructor(random: () => number) {
		this.#random = random;
	}

	/** Eight hex digits, new for each session; `undefined` until the car has been heard. */
	get id(): string | undefined {
		return this.#id;
	}

	/** The car was last heard at monotonic time `at`, ms. To be told at least once a second or so. */
	lastHeard(at: number): void {
		if (this.#id === undefined || at - this.#lastHeard > SILENCE) {
			this.#id = Math.floor(this.#random() * 0x1_0000_0000)
				.toString(16)
				.padStart(8, "0");
		}
		this.#lastHeard = at;
	}
}
