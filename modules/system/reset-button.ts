/** The part of an ECMA-419 Digital class (11.1) that a button needs. */
export interface ButtonClass {
	new (options: { pin: number; mode: number }): { read(): number; close(): void };
	readonly InputPullUp: number;
}

/** What a button is made of, and who is told. */
export interface ResetButtonOptions {
	readonly io: ButtonClass;
	/** GPIO that the button connects to ground. */
	readonly pin: number;
	/** Calls back once, `ms` from now. */
	after(ms: number, callback: () => void): void;
	/** It has been held long enough: whoever lets go now means it. */
	onArmed(): void;
	/** It has been let go after that. */
	onReset(): void;
}

/** How often it is looked at, ms: contacts have come to rest by then. */
const LOOK = 100;
/** It must be pressed within this time after the start, ms, or it means nothing. */
const WINDOW = 10_000;
/** How long it must be held at least, and at most, ms: a line that is low for longer is no finger. */
const SHORTEST = 5000;
const LONGEST = 30_000;

/**
 * The boot button of a board as a way to everything's beginning: pressed within ten seconds after the start, held for five
 * seconds at least and half a minute at most, and let go.
 *
 * Not pressed at power-on: the ESP32 then waits for new firmware instead of starting (GPIO 0 is a strapping pin). That it
 * has to be let go keeps a USB adapter that pulls the same line low (DTR without RTS) from resetting the board.
 */
export class ResetButton {
	readonly #options: ResetButtonOptions;
	readonly #button: InstanceType<ButtonClass>;
	/** ms since the start, and since it was pressed; `undefined` while it is not. */
	#passed = 0;
	#held: number | undefined = undefined;

	constructor(options: ResetButtonOptions) {
		const { io, pin } = options;
		this.#options = options;
		this.#button = new io({ pin, mode: io.InputPullUp });
	}

	/** Begins to look at it, until it is too late. */
	start(): void {
		if (this.look()) this.#options.after(LOOK, () => this.start());
		else this.#button.close();
		this.#passed += LOOK;
	}

	/** @returns Whether it may still come to something. */
	private look(): boolean {
		const { onArmed, onReset } = this.#options;
		const held = this.#held;
		if (this.#button.read() !== 0) {
			this.#held = undefined;
			if (held === undefined || held < SHORTEST) return this.#passed < WINDOW;
			onReset();
			return false;
		}
		this.#held = held === undefined ? 0 : held + LOOK;
		if (this.#held === SHORTEST) onArmed();
		return this.#held <= LONGEST;
	}
}
