/** Longest pause between frames of a reply that we have given up, ms. */
const PAUSE = 1000;

/**
 * Frames of a reply that we have given up still come, and are no sign of another tester. Times are monotonic ms.
 */
export class LateFrames {
	#id: number | undefined = undefined;
	#until = 0;

	/** A reply was given up that comes with this identifier. */
	expect(id: number, now: number): void {
		this.#id = id;
		this.#until = now + PAUSE;
	}

	/** Somebody else is asking: what comes is for them. */
	forget(): void {
		this.#id = undefined;
	}

	/** Whether a frame with this identifier is such a one. */
	include(id: number, now: number): boolean {
		if (id !== this.#id || now > this.#until) return false;
		this.#until = now + PAUSE;
		return true;
	}
}
