import type { Pending, Session } from "./session";

/** The time-out is counted in quarters, so that no timer has to be set for each packet. */
const PARTS = 4;

/** What watching needs and leads to. */
export interface AckWatchOptions {
	/** What takes longer than this is lost, ms; noticed up to a quarter later. */
	readonly timeout: number;
	readonly session: Session;
	after(ms: number, callback: () => void): () => void;
	/** This packet has not come. */
	onLost(awaited: Pending["awaiting"]): void;
}

/**
 * Finds out that a single acknowledgement does not come although the broker is alive. Nothing is sent again on
 * the same connection (MQTT 3.1.1, 4.4), so only a new one helps.
 */
export class AckWatch {
	readonly #options: AckWatchOptions;
	/** Set while a timer runs, which is as long as anything is under way. */
	#cancel: (() => void) | undefined = undefined;

	constructor(options: AckWatchOptions) {
		this.#options = options;
	}

	/** It has gone out whole: the broker is to answer it. */
	sent(pending: Pending): void {
		pending.waited = 0;
		this.#cancel ??= this.wait();
	}

	/** Ends it. */
	stop(): void {
		this.#cancel?.();
		this.#cancel = undefined;
	}

	private wait(): () => void {
		return this.#options.after(this.#options.timeout / PARTS, () => this.pass());
	}

	private pass(): void {
		let watching = false;
		for (const [, pending] of this.#options.session.unsettled()) {
			if (pending.waited === undefined) continue;
			pending.waited += 1;
			watching = true;
			if (pending.waited <= PARTS) continue;
			this.#cancel = undefined;
			this.#options.onLost(pending.awaiting);
			return;
		}
		this.#cancel = watching ? this.wait() : undefined;
	}
}
