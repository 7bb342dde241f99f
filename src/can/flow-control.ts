import { type CanFrame, emptyFrame } from "./frame";
import { FLOW_CONTROL, OUR_FLOW } from "./iso-tp";

/** What a receiver wants: `continue` go on, `wait` another flow control will come, `overflow` it has no room. */
export type FlowStatus = "continue" | "wait" | "overflow";

/** What a flow control frame says. */
export interface FlowControl {
	readonly status: FlowStatus | "invalid";
	/** Consecutive frames until the sender must wait for flow control again; 0: never. */
	readonly blockSize: number;
	/** Least time between two consecutive frames, ms. */
	readonly separationMs: number;
}

/** Lower four bits of the first byte, ISO 15765-2, 9.6.5.1. */
const STATUSES: readonly FlowStatus[] = Object.freeze(["continue", "wait", "overflow"]);

const LONGEST_SEPARATION = 0x7f;
const TENTHS = 0xf0;

/** Reads a flow control frame (ISO 15765-2, 9.6.5). `undefined` for any other, and for one that is cut short. */
export function parseFlowControl({ dlc, data }: CanFrame): FlowControl | undefined {
	const [control, blockSize, separation] = data as unknown as [number, number, number];
	if (dlc < 3 || control >> 4 !== FLOW_CONTROL) return undefined;
	return {
		status: STATUSES[control & 15] ?? "invalid",
		blockSize,
		separationMs: separationMs(separation),
	};
}

/**
 * Makes a flow control frame, padded with 00.
 *
 * @param id Identifier on which the other side listens.
 * @param separation Least time between two frames, ms: 0 to 127, or tenths below 1.
 */
export function flowControl(
	id: number,
	status: FlowStatus = "continue",
	blockSize: number = OUR_FLOW.blockSize,
	separation: number = OUR_FLOW.separationMs,
): CanFrame {
	const frame = emptyFrame();
	frame.id = id;
	frame.dlc = 8;
	frame.data[0] = (FLOW_CONTROL << 4) | STATUSES.indexOf(status);
	frame.data[1] = blockSize;
	frame.data[2] = separationByte(separation);
	return frame;
}

/** The time that a STmin byte stands for, ms. Reserved values stand for the longest (ISO 15765-2, 9.6.5.4 and 9.6.5.5). */
export function separationMs(byte: number): number {
	if (byte <= LONGEST_SEPARATION) return byte;
	const tenths = byte - TENTHS;
	return tenths >= 1 && tenths <= 9 ? tenths / 10 : LONGEST_SEPARATION;
}

/** The STmin byte for a time in ms, rounded up to one that can be expressed; 127 ms at most. */
export function separationByte(ms: number): number {
	if (ms > 0 && ms <= 0.9) return TENTHS + Math.ceil(ms * 10);
	return Math.min(Math.ceil(Math.max(0, ms)), LONGEST_SEPARATION);
}
