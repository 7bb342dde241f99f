import { Call, Event, uint16 } from "../wire";
import { call, listen, newHandle, unlisten } from "./link";

/** A connection that was handed over: `TCP` takes it as `from`. */
export interface Accepted {
	/** Of the socket outside. */
	readonly handle: number;
}

/** `embedded:io/socket/listener` of the virtual board; its HTTP server listens by itself. */
export default class Listener {
	readonly #handle = newHandle();

	constructor({ port, onReadable }: { port: number; onReadable(count: number): void }) {
		listen(Event.LISTENER_READABLE, this.#handle, ([count = 0]) => onReadable(count));
		call(Call.LISTENER_OPEN, this.#handle, uint16(port));
	}

	read(): Accepted | undefined {
		const handle = newHandle();
		const [taken] = call(Call.LISTENER_READ, this.#handle, uint16(handle));
		return taken ? { handle } : undefined;
	}

	close(): void {
		unlisten(Event.LISTENER_READABLE, this.#handle);
		call(Call.LISTENER_CLOSE, this.#handle);
	}
}
