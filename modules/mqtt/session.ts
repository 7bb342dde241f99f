import { checkWhole } from "./checks";
import { IdSet } from "./id-set";
import type { AcknowledgementType } from "./incoming-packet";
import type { Message } from "./message";

/** The largest packet id (MQTT 3.1.1, 2.3.1); 0 is none. */
const LARGEST_ID = 65535;
/** Messages under way when nothing is said. */
const WINDOW = 8;

/** Something sent that the broker has not settled yet. */
export interface Pending {
	/** Messages and (un)subscriptions are counted apart, so that neither keeps out the other. */
	readonly kind: "message" | "subscription";
	/** The packet that is due next from the broker. */
	awaiting: AcknowledgementType | "SUBACK";
	/** How many return codes the broker owes; 0 for anything but SUBSCRIBE. */
	readonly topics: number;
	/** What a later connection sends again; `undefined` when the broker has it, and for (un)subscriptions. */
	message: Message | undefined;
	/** How often `AckWatch` has found it unanswered; `undefined` while this connection is still sending it. */
	waited: number | undefined;
	/** Called when the broker has settled it. */
	readonly onDone: (granted: readonly number[]) => void;
}

/**
 * The client's part of the session state (MQTT 3.1.1, 4.1): what is under way in either direction. It outlives the
 * connection: handed to one client after the other, never to two at a time, it is what makes "at least once" and
 * "exactly once" true when connections break. It does not outlive a restart of the device, see `agree`.
 */
export class Session {
	readonly #pending = new Map<number, Pending>();
	readonly #counts = { message: 0, subscription: 0 };
	readonly #window: number;
	#lastId = 0;
	/** Whether what the broker remembers is what we remember: not known yet, yes, no. */
	#standing: "unknown" | "shared" | "stale" = "unknown";

	/** Packet ids of QoS 2 messages that have been delivered and that the broker has not released yet. */
	readonly unreleased = new IdSet();

	/** @param window How many messages of QoS 1 and 2 may be under way, 1 to 65535; 8 when left out. */
	constructor(window = WINDOW) {
		checkWhole("inflight window", window, 1, LARGEST_ID);
		this.#window = window;
	}

	/** Messages that have been taken for sending and that the broker has not settled. */
	get messages(): number {
		return this.#counts.message;
	}

	/** Whether the broker is to forget its part, so that both sides begin anew. */
	get stale(): boolean {
		return this.#standing === "stale";
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

	/** Everything under way: messages in the order of their PUBLISH, those being released in that of their PUBREC. */
	unsettled(): IterableIterator<[number, Pending]> {
		return this.#pending.entries();
	}

	/** The broker has a QoS 2 message and is to release it. */
	received(id: number, pending: Pending): void {
		pending.awaiting = "PUBCOMP";
		pending.message = undefined;
		pending.waited = 0;
		// PUBREL follows the order of the PUBRECs, also on a later connection [MQTT-4.6.0-4].
		this.#pending.delete(id);
		this.#pending.set(id, pending);
	}

	/** It is settled: the packet id is free again. */
	settle(id: number, { kind }: Pending): void {
		this.#counts[kind] -= 1;
		this.#pending.delete(id);
	}

	/** It cannot go on: the next connection makes the broker forget its part. */
	abandon(): void {
		this.#standing = "stale";
	}

	/**
	 * A broker has accepted a connection.
	 *
	 * A fresh session that the broker claims to remember is that of a device before its restart: under packet ids
	 * that we are going to use it may know other messages, and would take ours for them. It can only be made to forget.
	 *
	 * @param kept Whether the session is to outlive this connection.
	 * @param clean Whether CONNECT made the broker forget.
	 * @param present Whether the broker remembers the session.
	 * @returns Whether the connection can be used; if not, it is to be ended and the next one made.
	 */
	agree(kept: boolean, clean: boolean, present: boolean): boolean {
		const remembered = present && !clean;
		const foreign = kept && remembered && this.#standing === "unknown";
		this.#standing = foreign ? "stale" : kept ? "shared" : "unknown";
		this.resume(remembered && !foreign);
		// A connection that began clean to make the broker forget would end clean, too.
		return !foreign && !(kept && clean);
	}

	private resume(remembered: boolean): void {
		for (const [id, pending] of this.#pending) {
			pending.waited = undefined;
			if (pending.kind === "subscription") this.settle(id, pending);
		}
		// The broker begins to count anew.
		if (!remembered) this.unreleased.clear();
	}
}
