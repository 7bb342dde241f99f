import type { CanFrame } from "./frame";
import {
	CONSECUTIVE_FRAME,
	FIRST_FRAME,
	ISO_TP_TIMES,
	MAX_PAYLOAD,
	OUR_FLOW,
	replyTime,
	SEQUENCE_MASK,
	SINGLE_BYTES,
	SINGLE_FRAME,
} from "./iso-tp";
import { Reassembly } from "./reassembly";

/**
 * Why a reply was given up: `timeout` the next frame did not come, `sequence-gap` a frame was lost, doubled or out
 * of order (N_WRONG_SN), `too-long` it is longer than the buffer, `malformed` a frame has fewer bytes than its share.
 */
export type IsoTpFailure = "timeout" | "sequence-gap" | "too-long" | "malformed";

/**
 * What a frame brought about: `complete` the payload is there, `send-flow-control` the sender waits for a flow
 * control frame, `continue` more frames are to come, `stray` it continues nothing that is under way, `ignored` it
 * is no part of a reply, or one that the standard says to pass over. The last two change nothing.
 */
export type IsoTpEvent = "complete" | "send-flow-control" | "continue" | "stray" | "ignored" | IsoTpFailure;

/** How to receive. */
export interface IsoTpReceiverOptions {
	/** Longest payload to take, bytes: the size of the buffer. */
	readonly maxLength?: number;
	/** `false` for listening in on another tester, who sends the flow control. */
	readonly respond?: boolean;
	/** Whether to listen on a functional address, on which only single frames are allowed (ISO 15765-2, 9.7). */
	readonly functional?: boolean;
	/** The block size given in our flow control frames; 0 when one lets all frames come. */
	readonly blockSize?: number;
	/** The separation time given in our flow control frames, ms: the longer, the longer a reply may take. */
	readonly separationMs?: number;
	/** N_Cr, ms. */
	readonly consecutiveFrameMs?: number;
}

/**
 * Puts the frames of one sender's replies together (ISO 15765-2, normal addressing, 11-bit identifiers).
 *
 * A state machine without timers and without access to the bus: it is given frames and the time, and says what to
 * do. The same object serves for one reply after the other; frames make no garbage.
 *
 * Limits of what it can notice: the counter in the frames has four bits, so the frame 16 places away looks like the
 * right one. What is lost makes no reply complete, and 16 frames lost in a row are noticed at once, as they would
 * have taken 16 times 25 ms, longer than N_Cr. That leaves two ways to a wrong payload. Frames may come late while
 * others overtake them: by less than 275 ms (17 separations less N_Cr) they are always told apart, and CAN keeps the
 * frames of one sender in order, so that two receive buffers can swap no more than neighbours. Or a reply that has
 * lost its end is followed within N_Cr by one that has lost its beginning at just that place: whoever uses the
 * receiver resets it when the next request is heard.
 */
export class IsoTpReceiver {
	readonly #reply: Reassembly;
	readonly #respond: boolean;
	readonly #functional: boolean;
	readonly #blockSize: number;
	readonly #separationMs: number;
	readonly #consecutiveFrameMs: number;
	#state: "idle" | "expecting" | "receiving" | "complete" = "idle";
	#interrupted = false;
	#sequence = 0;
	#leftInBlock = 0;
	#frameDue = 0;
	#replyDue = 0;

	constructor(options: IsoTpReceiverOptions = {}) {
		this.#reply = new Reassembly(options.maxLength ?? MAX_PAYLOAD);
		this.#respond = options.respond ?? true;
		this.#functional = options.functional ?? false;
		this.#blockSize = options.blockSize ?? OUR_FLOW.blockSize;
		this.#separationMs = options.separationMs ?? OUR_FLOW.separationMs;
		this.#consecutiveFrameMs = options.consecutiveFrameMs ?? ISO_TP_TIMES.consecutiveFrame;
	}

	/** The payload, right after `complete`; empty at any other time. The next reply overwrites it. */
	get payload(): Uint8Array {
		return this.#state === "complete" ? this.#reply.payload : new Uint8Array(0);
	}

	/** Whether the last frame began a reply while another one was not yet complete (N_UNEXP_PDU). That one is lost. */
	get interrupted(): boolean {
		return this.#interrupted;
	}

	/**
	 * Starts the clock, when a request has been sent. Again with a longer time when the answer is `pending`.
	 *
	 * @param now Monotonic time, ms, as everywhere here.
	 * @param firstFrameMs How long until the first frame or single frame.
	 */
	expect(now: number, firstFrameMs: number = ISO_TP_TIMES.firstFrame): void {
		this.#state = "expecting";
		this.#frameDue = now + firstFrameMs;
		this.#replyDue = Number.POSITIVE_INFINITY;
	}

	/** Forgets what is under way. */
	reset(): void {
		this.#state = "idle";
	}

	/** To be called now and then: says once when what is under way has taken too long. */
	tick(now: number): "timeout" | undefined {
		if (this.#state !== "expecting" && this.#state !== "receiving") return undefined;
		if (now <= this.#frameDue && now <= this.#replyDue) return undefined;
		this.reset();
		return "timeout";
	}

	/**
	 * Takes the next frame of the sender. A first frame or single frame in the midst of a reply starts anew; flow
	 * control and unknown kinds are none of its business (ISO 15765-2, 9.8.3).
	 */
	accept(frame: CanFrame, now: number): IsoTpEvent {
		this.#interrupted = false;
		if (frame.dlc === 0) return "ignored";
		const control = frame.data[0] as number;
		if (control >> 4 === CONSECUTIVE_FRAME) return this.acceptConsecutive(frame, control, now);
		if (control >> 4 === SINGLE_FRAME) return this.acceptSingle(frame, control);
		if (control >> 4 === FIRST_FRAME) return this.acceptFirst(frame, control & 15, now);
		return "ignored";
	}

	/** A length that is 0, or more than the frame holds, is to be ignored (9.6.2.2). */
	private acceptSingle(frame: CanFrame, length: number): IsoTpEvent {
		if (length === 0 || length >= frame.dlc) return "ignored";
		this.begin();
		if (length > this.#reply.capacity) return this.fail("too-long");
		this.#reply.begin(length);
		this.#reply.append(frame, 1);
		return this.complete();
	}

	/** A payload that would have fitted a single frame is to be ignored, one that is too long answered (9.6.3.2). */
	private acceptFirst(frame: CanFrame, upperLength: number, now: number): IsoTpEvent {
		if (frame.dlc < 8 || this.#functional) return "ignored";
		const length = announcedLength(frame.data, upperLength);
		if (length <= SINGLE_BYTES) return "ignored";
		this.begin();
		if (length > this.#reply.capacity) return this.fail("too-long");
		this.#reply.begin(length);
		this.#reply.append(frame, 2);
		this.#state = "receiving";
		this.#sequence = 1;
		this.#leftInBlock = this.#blockSize;
		this.#frameDue = now + this.#consecutiveFrameMs;
		// How long the others take is a matter between them and the tester who asked.
		this.#replyDue = this.#respond ? now + replyTime(length, this.#separationMs) : Number.POSITIVE_INFINITY;
		return this.#respond ? "send-flow-control" : "continue";
	}

	private acceptConsecutive(frame: CanFrame, control: number, now: number): IsoTpEvent {
		if (this.#state !== "receiving") return "stray";
		if (this.tick(now) !== undefined) return "timeout";
		if ((control & SEQUENCE_MASK) !== this.#sequence) return this.fail("sequence-gap");
		if (!this.#reply.append(frame, 1)) return this.fail("malformed");
		if (this.#reply.complete) return this.complete();
		this.#sequence = (this.#sequence + 1) & SEQUENCE_MASK;
		this.#frameDue = now + this.#consecutiveFrameMs;
		return this.#respond && this.blockEnds() ? "send-flow-control" : "continue";
	}

	private blockEnds(): boolean {
		if (this.#blockSize === 0) return false;
		this.#leftInBlock -= 1;
		if (this.#leftInBlock > 0) return false;
		this.#leftInBlock = this.#blockSize;
		return true;
	}

	private begin(): void {
		this.#interrupted = this.#state === "receiving";
	}

	private complete(): IsoTpEvent {
		this.#state = "complete";
		return "complete";
	}

	private fail(reason: IsoTpFailure): IsoTpFailure {
		this.reset();
		return reason;
	}
}

/** What a first frame announces, bytes; 0 where the form for more than 4095 bytes is used for fewer. */
function announcedLength(data: Uint8Array, upper: number): number {
	const short = (upper << 8) | (data[1] as number);
	if (short !== 0) return short;
	let long = 0;
	for (let index = 2; index < 6; index++) long = long * 256 + (data[index] as number);
	return long > MAX_PAYLOAD ? long : 0;
}
