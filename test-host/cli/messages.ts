import { capacity59e } from "../../src/leaf/broadcast/capacity-59e";
import { charge5bc } from "../../src/leaf/broadcast/charge-5bc";
import { health5b3 } from "../../src/leaf/broadcast/health-5b3";
import { pack1db } from "../../src/leaf/broadcast/pack-1db";
import { soc55b } from "../../src/leaf/broadcast/soc-55b";
import type { Message } from "../../src/leaf/message";

/** Every broadcast message that is decoded, by rising id. */
export const MESSAGES: readonly Message[] = Object.freeze([
	pack1db,
	soc55b,
	capacity59e,
	health5b3,
	charge5bc,
]);

/** The message with an id, if it is decoded. */
export function messageWithId(id: number): Message | undefined {
	return MESSAGES.find((message) => message.id === id);
}
