/** The part of an ECMA-419 Digital class (11.1) that a light needs. */
export interface DigitalClass {
	new (options: { pin: number; mode: number }): { write(value: 0 | 1): void; close(): void };
	readonly Output: number;
}

/** What a beacon is made of. */
export interface BeaconOptions {
	readonly io: DigitalClass;
	/** GPIO of a light that shines at high level. */
	readonly pin: number;
	/** Calls back once, `ms` from now. */
	after(ms: number, callback: () => void): void;
}

/** Half a period, ms: fast enough not to be taken for anything that a board does by itself. */
const HALF = 150;
/** Halves in all: long enough to walk up to it. */
const HALVES = 60;

/** A light that blinks for a few seconds when it is asked to, and leaves its pin alone otherwise. */
export class Beacon {
	readonly #options: BeaconOptions;
	#left = 0;

	constructor(options: BeaconOptions) {
		this.#options = options;
	}

	/** Blinks, or goes on blinking for the whole time. */
	blink(): void {
		const { io, pin } = this.#options;
		const blinking = this.#left > 0;
		this.#left = HALVES;
		if (!blinking) this.step(new io({ pin, mode: io.Output }));
	}

	private step(light: InstanceType<DigitalClass>): void {
		light.write(this.#left % 2 === 0 && this.#left > 0 ? 1 : 0);
		if (this.#left === 0) {
			light.close();
			return;
		}
		this.#left -= 1;
		this.#options.after(HALF, () => this.step(light));
	}
}
