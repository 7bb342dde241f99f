import { capacity59e } from "../../src/leaf/capacity-59e";
import { charge5bc } from "../../src/leaf/charge-5bc";
import { health5b3 } from "../../src/leaf/health-5b3";
import type { Message } from "../../src/leaf/message";
import { pack1db } from "../../src/leaf/pack-1db";
import { soc55b } from "../../src/leaf/soc-55b";

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
