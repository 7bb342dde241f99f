import type { Cancel } from "../clock";

/** What a time server said: ms since 1970 UTC at the time of the callback, or why nothing. */
export type TimeAnswer = { readonly utc: number } | TimeTrouble;

/** Why there is no time. */
export interface TimeTrouble {
	/** A code of `modules/sntp`, or `before-floor`. */
	readonly reason: string;
	readonly detail?: string;
}

/** The port to the time servers, and to the clock that is set by them. */
export interface TimeSource {
	/** No time before this one is believed, ms since 1970 UTC. */
	readonly floor: number;
	/**
	 * Asks a server once.
	 *
	 * @param onAnswer Called once within seconds, never from inside, and not after the result has been called.
	 */
	ask(server: string, onAnswer: (answer: TimeAnswer) => void): Cancel;
	/** From now on `Clock.utc` tells this time. */
	setUtc(utc: number): void;
}

/** Why the time is not known. A new one for each round of questions that has failed. */
export interface TimeObstacle {
	/** Sentences for a person; left out while the first answers may still come. */
	readonly detail?: string;
	/** From when it was told until a server is asked again, ms. */
	readonly retryMs: number;
}

/** What a connection that uses TLS must know of the time. */
export interface TrustedTime {
	/** `undefined` as soon as the time is known. */
	readonly obstacle: TimeObstacle | undefined;
	/** A server's certificates have been found valid at the time of the clock. */
	verified(): void;
}
