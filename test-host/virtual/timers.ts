/** Timers of the virtual board, by the firmware's handles. */
export class Timers {
	readonly #onFire: (handle: number) => void;
	readonly #running = new Map<number, NodeJS.Timeout>();

	/** @param onFire Called once for each timer that was set, unless it was cleared. */
	constructor(onFire: (handle: number) => void) {
		this.#onFire = onFire;
	}

	/** Starts a timer, or starts it anew. */
	set(handle: number, ms: number): void {
		this.clear(handle);
		const fire = () => {
			this.#running.delete(handle);
			this.#onFire(handle);
		};
		this.#running.set(handle, setTimeout(fire, ms));
	}

	clear(handle: number): void {
		clearTimeout(this.#running.get(handle));
		this.#running.delete(handle);
	}

	clearAll(): void {
		for (const handle of [...this.#running.keys()]) this.clear(handle);
	}
}
