import type { AppEvent } from "../../src/event";
import { PRIMARY_METRICS } from "../../src/vehicle/metrics";
import type { MetricValues } from "../../src/vehicle/snapshot";
import { isLasting, reasonText } from "./reason-texts";

/** How a `--once` run ended: 0 and what was delivered, or 1 and why not. */
export interface Outcome {
	readonly code: 0 | 1;
	readonly text: string;
}

/**
 * Waits for the first complete set of values that the broker has acknowledged. Of a replay that is the set with
 * which it ends, so nothing counts before `replayEnded`.
 */
export class Once {
	#replaying: boolean;
	#complete = false;
	/** What the car has not told. */
	#missing: readonly string[] = PRIMARY_METRICS;
	#trouble: string | undefined = undefined;
	/** Payload by metric, as acknowledged. */
	readonly #published = new Map<string, string>();

	constructor(replaying: boolean) {
		this.#replaying = replaying;
	}

	/** The recording has come to its end; the next values are its last. */
	replayEnded(): void {
		this.#replaying = false;
	}

	/** Takes an event of the device; returns the outcome when it decides. */
	take(event: AppEvent): Outcome | undefined {
		switch (event.event) {
			case "unconfigured":
				// Out of the box nothing is wrong: somebody is about to fill in the form.
				if (event.errors.length === 0) return undefined;
				return failed(event.errors.map(({ field, message }) => `setting ${field} ${message}`).join("; "));
			case "connection":
				return this.#takeConnection(event);
			case "published":
				this.#takePublished(event.topic, event.payload);
				return undefined;
			case "delivered":
				this.#complete = event.missing.length === 0;
				return undefined;
			case "values":
				return this.#takeValues(event.values);
			default:
				return undefined;
		}
	}

	/** Time is up. */
	timeout(seconds: number): Outcome {
		if (this.#trouble !== undefined) return failed(this.#trouble);
		return failed(`no complete set of values within ${seconds} s; ${this.#obstacle()}`);
	}

	#obstacle(): string {
		if (this.#replaying) return "the replay has not ended";
		if (this.#missing.length > 0) return `still unknown: ${this.#missing.join(", ")}`;
		return "the broker has not acknowledged one";
	}

	#takeConnection(event: { state: string; reason?: string; detail?: string }): Outcome | undefined {
		if (event.state === "online") this.#trouble = undefined;
		if (event.reason === undefined) return undefined;
		this.#trouble = reasonText(event.reason, event.detail);
		return isLasting(event.reason) ? failed(this.#trouble) : undefined;
	}

	#takePublished(topic: string, payload: string): void {
		const metric = /\/([^/]+)\/state$/.exec(topic)?.[1];
		if (metric !== undefined) this.#published.set(metric, payload);
	}

	/** The broker must have what the car says now, or said last. */
	#takeValues(values: MetricValues): Outcome | undefined {
		this.#missing = PRIMARY_METRICS.filter((key) => values[key] === undefined);
		if (!this.#complete || this.#replaying) return undefined;
		const stale = PRIMARY_METRICS.some((key) => this.#published.get(key) !== String(values[key]));
		if (stale) return undefined;
		const list = PRIMARY_METRICS.map((key) => `${key} ${values[key]}`).join(", ");
		return { code: 0, text: `the broker has acknowledged a complete set: ${list}` };
	}
}

function failed(text: string): Outcome {
	return { code: 1, text };
}
