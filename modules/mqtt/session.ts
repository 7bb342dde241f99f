import type { AcknowledgementType } from "./incoming-packet";

/** The largest packet id (MQTT 3.1.1, 2.3.1); 0 is none. */
const LARGEST_ID = 65535;

/** Something sent that the broker has not settled yet. */
export interface Pending {
	/** Messages and (un)subscriptions are counted apart, so that neither keeps out the other. */
	readonly kind: "message" | "subscription";
	/** The packet that is due next from the broker. */
	awaiting: AcknowledgementType | "SUBACK";
	/** How many return codes the broker owes; 0 for anything but SUBSCRIBE. */
	readonly topics: number;
	/** Called when the broker has settled it. */
	readonly onDone: (granted: readonly number[]) => void;
}

/** The client's part of the session state (MQTT 3.1.1, 4.1): what is under way in either direction. */
export class Session {
	readonly #pending = new Map<number, Pending>();
	readonly #counts = { message: 0, subscription: 0 };
	readonly #window: number;
	#lastId = 0;

	/** Packet ids of QoS 2 messages that have been delivered and that the broker has not released yet. */
	readonly unreleased = new Set<number>();

	/** @param window How many of each kind may be under way, 1 or more. */
	constructor(window: number) {
		this.#window = window;
	}

	/** Whether one more of this kind may get under way. */
	hasRoom(kind: Pending["kind"]): boolean {
		return this.#counts[kind] < this.#window;
	}

	/** Notes that something is under way. @returns Its packet id, 1 to 65535, used by nothing else [MQTT-2.3.1-2]. */
	begin(pending: Pending): number {
		do this.#lastId = (this.#lastId % LARGEST_ID) + 1;
		while (this.#pending.has(this.#lastId));
		this.#counts[pending.kind] += 1;
		this.#pending.set(this.#lastId, pending);
		return this.#lastId;
	}

	/** What is under way with this packet id. */
	pending(id: number): Pending | undefined {
		return this.#pending.get(id);
	}

	/** It is settled: the packet id is free again. */
	settle(id: number, { kind }: Pending): void {
		this.#counts[kind] -= 1;
		this.#pending.delete(id);
	}
}
