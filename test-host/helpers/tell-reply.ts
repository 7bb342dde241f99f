import { isRefusal, type ReplyDefinition } from "../../src/leaf/diagnostics/reply";
import type { Vehicle } from "../../src/vehicle/vehicle";

/** Hands a reply to the vehicle as the poller does: decoded, or not at all when it is refused. */
export function tellReply(vehicle: Vehicle, reply: ReplyDefinition, payload: Uint8Array, now: number): void {
	const values = reply.decode(payload);
	if (!isRefusal(values)) vehicle.receiveReply(reply, payload, now, values);
}
