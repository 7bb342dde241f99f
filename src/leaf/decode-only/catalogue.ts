import { DTC_REPLIES } from "../diagnostics/dtc";
import { group01 } from "../diagnostics/group-01";
import { group02 } from "../diagnostics/group-02";
import { group03 } from "../diagnostics/group-03";
import { group04 } from "../diagnostics/group-04";
import { group06 } from "../diagnostics/group-06";
import { group61 } from "../diagnostics/group-61";
import { vinGroup81 } from "../diagnostics/group-81";
import { METER_DIDS } from "../diagnostics/meter-dids";
import { meterGroup01 } from "../diagnostics/meter-group-01";
import { answers, type ReplyDefinition } from "../diagnostics/reply";
import { VCM_DIDS } from "../diagnostics/vcm-dids";
import { group05 } from "./group-05";
import { group62 } from "./group-62";
import { group83 } from "./group-83";
import { group84 } from "./group-84";
import { INVERTER_DIDS } from "./inverter-dids";

/** Every diagnostic reply that is decoded. */
export const REPLIES: readonly ReplyDefinition[] = Object.freeze([
	group01,
	group02,
	group03,
	group04,
	group05,
	group06,
	group61,
	group62,
	group83,
	group84,
	vinGroup81,
	...VCM_DIDS,
	meterGroup01,
	...METER_DIDS,
	...INVERTER_DIDS,
	...DTC_REPLIES,
]);

/**
 * The definition that a reply answers, whoever asked; `undefined` when it is not decoded, or refuses.
 *
 * @param replyId Identifier of the frames in which it came.
 * @param payload Reassembled reply, or the beginning of it.
 */
export function replyFor(replyId: number, payload: Uint8Array): ReplyDefinition | undefined {
	return REPLIES.find(({ ecu, request }) => ecu.reply === replyId && answers(request, payload));
}
