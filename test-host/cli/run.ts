import type { AppEvent } from "../../src/event";
import type { Once, Outcome } from "./once";
import type { View } from "./view";

/** How long `--once` waits, s. */
const ONCE_SECONDS = 30;

/** Everything that a run waits for. */
export class Run {
	readonly #view: View;
	readonly #once: Once | undefined;
	#decide: (outcome: Outcome) => void = () => {};
	#stopped: () => void = () => {};
	/** Settles when the run is to end. */
	readonly outcome: Promise<Outcome>;
	/** Settles when the device has said goodbye. */
	readonly stopped: Promise<void>;

	constructor(view: View, once: Once | undefined) {
		this.#view = view;
		this.#once = once;
		this.stopped = new Promise((resolve) => {
			this.#stopped = resolve;
		});
		this.outcome = new Promise((resolve) => {
			this.#decide = resolve;
		});
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => this.finish({ code: 0, text: "ended" }));
		}
		if (once) setTimeout(() => this.finish(once.timeout(ONCE_SECONDS)), ONCE_SECONDS * 1000).unref();
	}

	/** Takes an event of the device. */
	take(event: AppEvent): void {
		this.#view.event(event);
		if (event.event === "stopped") this.#stopped();
		const outcome = this.#once?.take(event);
		if (outcome) this.finish(outcome);
	}

	replayEnded(): void {
		this.#once?.replayEnded();
	}

	/** Ends the run; the first reason counts. */
	finish(outcome: Outcome): void {
		this.#decide(outcome);
	}
}
