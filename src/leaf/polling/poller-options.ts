import type { CarBus } from "../car-bus";
import type { ReplyDefinition, ReplyValues } from "../diagnostics/reply";
import type { Poll } from "./poll";
import type { PollVerdict } from "./poll-policy";

/** What the poller is told and whom it tells. */
export interface PollerOptions {
	/** Where the device is plugged in. */
	readonly bus: CarBus;
	/** What to ask; polls for other buses are passed over. */
	readonly plan: readonly Poll[];
	/** Whether to read the VIN. */
	readonly vin: boolean;
	/** What else is of use when another tester asks for it. */
	readonly overheard?: readonly ReplyDefinition[];
	/** A reply, to us or to another tester, and what it tells. `payload` is valid during the call only. */
	onReply(reply: ReplyDefinition, payload: Uint8Array, now: number, values: ReplyValues): void;
}

/** The next poll and what it waits for. */
export interface NextPoll {
	/** Of the reply that it asks for. */
	readonly name: string;
	/** How long at least, ms. When something must be heard first, nobody knows how long that takes. */
	readonly dueInMs: number;
	readonly waits: PollVerdict;
}
