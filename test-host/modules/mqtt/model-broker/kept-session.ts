import type { QoS } from "../../../../modules/mqtt/message";
import type { Published } from "./packets";

/** A message as the broker gives it to its subscribers. */
export type Forwarded = Omit<Published, "retain">;

/** Something on its way to the client. */
export interface Outgoing extends Forwarded {
	state: "published" | "released";
}

/** What outlives a connection, and the broker's death: it is written down before anything is acknowledged. */
export interface KeptSession {
	readonly filters: Map<string, QoS>;
	/** QoS 2 messages from the client whose PUBREL has not come, by packet id. */
	readonly unreleased: Map<number, Published>;
	readonly outgoing: Map<number, Outgoing>;
	lastId: number;
}

/** A session without anything in it. */
export function emptySession(): KeptSession {
	return { filters: new Map(), unreleased: new Map(), outgoing: new Map(), lastId: 0 };
}
