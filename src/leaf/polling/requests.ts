import type { OutgoingFrame } from "../../can/can-bus";
import type { CanFrame } from "../../can/frame";
import { FLOW_CONTROL, SINGLE_FRAME } from "../../can/iso-tp";
import { deepFreeze } from "../../deep-freeze";
import { ECUS } from "../diagnostics/ecu";

/**
 * The requests that may be sent, all of which only read: how they begin, and how many bytes they have. Everything
 * else is left to the workshop: 10, 14, 27, 2E, 2F, 30, 31, 3B and all others (Leaf protocol facts, 1.5, rule 6).
 */
const ALLOWED: readonly { readonly begins: readonly number[]; readonly length: number }[] = deepFreeze([
	// readDataByLocalIdentifier, one group
	{ begins: [0x21], length: 2 },
	// readDataByIdentifier, one identifier
	{ begins: [0x22], length: 3 },
	// readDTCInformation, by status mask
	{ begins: [0x19, 0x02], length: 3 },
	// testerPresent
	{ begins: [0x3e], length: 2 },
]);

/** Flow statuses of ours: continue, and overflow for a reply that is longer than any that we know. */
const FLOW_STATUSES: readonly number[] = Object.freeze([0, 2]);

/**
 * The one gate through which a frame gets to the bus of a car: lets pass what may be sent, and nothing else.
 *
 * @returns the frame itself. To be sent at once, before anybody changes it.
 * @throws RangeError for a frame that is neither one of the allowed requests in a single frame nor flow control, or
 * that is not addressed to a known control unit: a programming error.
 */
export function outgoing(frame: CanFrame): OutgoingFrame {
	const known = ECUS.some(({ request }) => request === frame.id);
	if (!known || frame.dlc !== 8 || !(isRequest(frame.data) || isFlowControl(frame.data))) {
		throw new RangeError(`must not be sent: ${frame.id.toString(16)}#${frame.data.join(" ")}`);
	}
	return frame as CanFrame & OutgoingFrame;
}

function isRequest(data: Uint8Array): boolean {
	const [control, ...payload] = data;
	return ALLOWED.some(
		({ begins, length }) =>
			control === ((SINGLE_FRAME << 4) | length) && begins.every((byte, index) => payload[index] === byte),
	);
}

function isFlowControl(data: Uint8Array): boolean {
	const control = data[0] as number;
	return control >> 4 === FLOW_CONTROL && FLOW_STATUSES.includes(control & 15);
}
