/** The kinds of frame of ISO 15765-2, 9.1: upper four bits of the first byte. */
export const SINGLE_FRAME = 0;
export const FIRST_FRAME = 1;
export const CONSECUTIVE_FRAME = 2;
export const FLOW_CONTROL = 3;

/** The longest payload that a first frame of classic CAN can announce, bytes. */
export const MAX_PAYLOAD = 0xfff;
/** Payload bytes in each kind of frame, normal addressing. */
export const SINGLE_BYTES = 7;
export const FIRST_BYTES = 6;
export const CONSECUTIVE_BYTES = 7;

/** The counter of the consecutive frames has four bits: 15 is followed by 0. */
export const SEQUENCE_MASK = 15;

/** Time-outs, ms. */
export const ISO_TP_TIMES = Object.freeze({
	/** From a request to the first frame of the reply. Ours for the Leaf, which takes 10 ms (Leaf protocol facts, 4.1). */
	firstFrame: 200,
	/** N_Cr, from one frame of a reply to the next. Likewise ours: frames come every 8 to 42 ms. */
	consecutiveFrame: 150,
	/** N_Bs, from the frame that must be answered by flow control to that answer (ISO 15765-2, table 16). */
	flowControl: 1000,
});

/**
 * What our flow control frames ask for, `30 00 19`: every frame without asking again, 25 ms apart.
 *
 * The controller has two receive buffers. Diagnostic replies go into the first one alone, and into the second if
 * the first is taken and the second happens to be free; so one frame of a reply can surely wait. It must be fetched
 * before the next one has arrived: with frames T apart a service latency below T loses nothing, however busy the
 * bus. The longest pause of the virtual machine, in which it collects garbage or writes to flash, is 25 ms. Without
 * separation the battery would send every 8 ms, and a bus that had nothing else to do would bring a frame every
 * 0.23 ms. Smaller blocks instead would cost a frame of ours each, and any block of two and more could still arrive
 * within 0.5 ms. OVMS asks Leafs for the very same.
 */
export const OUR_FLOW = Object.freeze({ blockSize: 0, separationMs: 25 });

/** How much longer than asked for a frame may take on average, ms. 10 were seen (Leaf protocol facts, 4.1). */
const SLACK_MS = 25;

/** How many consecutive frames follow the first frame of a payload of `length` bytes; 0 when it fits a single one. */
export function consecutiveFrames(length: number): number {
	return length <= SINGLE_BYTES ? 0 : Math.ceil((length - FIRST_BYTES) / CONSECUTIVE_BYTES);
}

/**
 * How long a reply may take from its first frame to its last, ms. With the separation that we ask for, 50 ms for each
 * consecutive frame: 1.4 s for the 28 of group 02, 2.35 s for the 47 of group 61.
 */
export function replyTime(length: number, separationMs: number = OUR_FLOW.separationMs): number {
	return consecutiveFrames(length) * (separationMs + SLACK_MS);
}
