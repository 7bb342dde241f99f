import { Kisses } from "./kisses";
import { type Answer, Query, type SNTPOptions } from "./query";

/** Asks time servers for the time (SNTP version 4: RFC 4330, RFC 5905 section 14). */
export class SNTPClient {
	readonly #options: SNTPOptions;
	readonly #kisses = new Kisses();

	constructor(options: SNTPOptions) {
		this.#options = options;
	}

	/**
	 * Asks once.
	 *
	 * @param server Name or IPv4 address.
	 * @param onAnswer Called once within 3 s, never from inside.
	 * @returns Cancels the question.
	 */
	ask(server: string, onAnswer: (answer: Answer) => void): () => void {
		const query = new Query(server, this.#options, this.#kisses, onAnswer);
		return () => query.cancel();
	}
}
