import { type CanFrame, emptyFrame } from "./frame";

/** The kinds of frame of ISO 15765-2, 9.1: upper four bits of the first byte. */
export const SINGLE_FRAME = 0;
export const FIRST_FRAME = 1;
export const CONSECUTIVE_FRAME = 2;
const FLOW_CONTROL = 3;

/** The longest payload that a first frame of classic CAN can announce, bytes. */
export const MAX_PAYLOAD = 0xfff;

/** How long a reply may take, ms. Ours for the Leaf, whose battery answers within 10 ms (Leaf protocol facts, 4.1). */
export const ISO_TP_TIMES = Object.freeze({
	/** From the request to the first frame of the reply. */
	firstFrame: 200,
	/** From one frame of the reply to the next: N_Cr. */
	consecutiveFrame: 150,
	/** From the request to the end of the reply. */
	reply: 1000,
});

/**
 * A request that fits one frame, padded with 00: `02 21 01 00 …` asks for group 01.
 *
 * @throws RangeError unless the payload has 1 to 7 bytes.
 */
export function singleFrame(id: number, payload: readonly number[]): CanFrame {
	if (payload.length < 1 || payload.length > 7) throw new RangeError(`${payload.length} bytes in one frame`);
	return frameOf(id, [(SINGLE_FRAME << 4) | payload.length, ...payload]);
}

/**
 * The frame that lets the sender go on after its first frame. Leaves answer best to `30 00 00`.
 *
 * @param blockSize Frames until the sender must ask again; 0 means all.
 * @param separationMs Least time between two frames, 0 to 127 ms. Raise it to 10 where frames get lost.
 */
export function flowControl(id: number, blockSize = 0, separationMs = 0): CanFrame {
	return frameOf(id, [FLOW_CONTROL << 4, blockSize, separationMs]);
}

function frameOf(id: number, bytes: readonly number[]): CanFrame {
	const frame = emptyFrame();
	frame.id = id;
	frame.dlc = 8;
	frame.data.set(bytes);
	return frame;
}
