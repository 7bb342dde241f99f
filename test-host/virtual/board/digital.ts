import { Call, Event } from "../wire";
import { call, listen, unlisten } from "./link";

/** `embedded:io/digital` of the virtual board (ECMA-419, 11.1). */
export default class Digital {
	static readonly InputPullUp = 1;
	static readonly Falling = 2;
	static readonly Output = 8;
	readonly #pin: number;

	constructor(options: { pin: number; onReadable?: () => void }) {
		this.#pin = options.pin;
		if (options.onReadable) listen(Event.PIN, options.pin, options.onReadable);
	}

	read(): number {
		return call(Call.PIN, this.#pin)[0] ?? 1;
	}

	/** Nobody looks at the lights of the virtual board. */
	write(): void {}

	close(): void {
		unlisten(Event.PIN, this.#pin);
	}
}
