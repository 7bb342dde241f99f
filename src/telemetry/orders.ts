import type { Clock } from "../clock";
import type { Report } from "../event";
import { type Command, commandOf } from "../homeassistant/commands";
import type { TopicPrefixes } from "../homeassistant/topics";
import type { ReceivedMessage } from "./mqtt-link";

/** A broker that has kept a session has sent everything of it within this time, ms. */
const BACKLOG = 3000;

/** Commands that do the right thing however late they come. */
const LASTING: readonly Command["name"][] = Object.freeze(["publish_interval", "refresh"]);

/**
 * What the owner tells the device, as far as it still holds: most commands are meant for their moment, but a broker
 * keeps what is retained, and what is sent while we are away, for as long as that takes.
 */
export class Orders {
	readonly #at: TopicPrefixes;
	readonly #clock: Clock;
	readonly #report: Report;
	/** Until then, monotonic ms, what comes may be from before. */
	#backlogUntil = 0;
	/** Commands that meant nothing. */
	#ignored = 0;

	constructor(at: TopicPrefixes, clock: Clock, report: Report) {
		this.#at = at;
		this.#clock = clock;
		this.#report = report;
	}

	/** @param sessionPresent Whether the broker has kept what came while we were away (MQTT 3.1.1, 3.2.2.2). */
	connected(sessionPresent: boolean): void {
		this.#backlogUntil = this.#clock.monotonic() + (sessionPresent ? BACKLOG : 0);
	}

	/** @returns What is to be done; `undefined` when there is nothing. Either is reported. */
	take({ topic, payload, retain }: ReceivedMessage): Command | undefined {
		if (retain) return undefined;
		const command = commandOf(this.#at, topic, payload);
		if (command === undefined) {
			this.#ignored += 1;
			this.#report({ event: "command", ignored: this.#ignored });
			return undefined;
		}
		const { name } = command;
		const late = this.#clock.monotonic() < this.#backlogUntil && !LASTING.includes(name);
		this.#report({ event: "command", name, ...(late && { late }) });
		return late ? undefined : command;
	}
}
