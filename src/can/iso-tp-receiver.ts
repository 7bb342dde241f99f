import type { CanFrame } from "./frame";
import { CONSECUTIVE_FRAME, FIRST_FRAME, ISO_TP_TIMES, MAX_PAYLOAD, SINGLE_FRAME } from "./iso-tp";

/**
 * Why a reply was given up: `timeout` the next frame did not come, `sequence-gap` a frame was lost, doubled or out
 * of order, `too-long` it is longer than the buffer, `malformed` a frame contradicts ISO 15765-2.
 */
export type IsoTpFailure = "timeout" | "sequence-gap" | "too-long" | "malformed";

/**
 * What a frame brought about: `complete` the payload is there, `send-flow-control` the sender waits for a flow
 * control frame, `continue` more frames are to come, `stray` it continues nothing that is under way, `ignored` it
 * is no part of a reply. The last two change nothing.
 */
export type IsoTpEvent = "complete" | "send-flow-control" | "continue" | "stray" | "ignored" | IsoTpFailure;

/** How to receive. */
export interface IsoTpReceiverOptions {
	/** Longest payload to take, bytes: the size of the buffer. */
	readonly maxLength?: number;
	/** `false` for listening in on another tester, who sends the flow control. */
	readonly respond?: boolean;
	/** The block size given in our flow control frames; 0 when one lets all frames come. */
	readonly blockSize?: number;
	/** N_Cr, ms. */
	readonly consecutiveFrameMs?: number;
}

/**
 * Puts the frames of one sender's replies together (ISO 15765-2, normal addressing, 11-bit identifiers).
 *
 * A state machine without timers and without access to the bus: it is given frames and the time, and says what to
 * do. The same object serves for one reply after the other; frames make no garbage. The counter in the frames has
 * four bits, so a loss of exactly 16 shows only by the reply not becoming complete in time.
 */
export class IsoTpReceiver {
	readonly #buffer: Uint8Array;
	readonly #blockSize: number;
	readonly #respond: boolean;
	readonly #consecutiveFrameMs: number;
	#state: "idle" | "expecting" | "receiving" = "idle";
	#announced = 0;
	#received = 0;
	#sequence = 0;
	#leftInBlock = 0;
	#frameDue = 0;
	#replyDue = Number.POSITIVE_INFINITY;
	#payloadLength = 0;

	constructor(options: IsoTpReceiverOptions = {}) {
		this.#buffer = new Uint8Array(options.maxLength ?? MAX_PAYLOAD);
		this.#respond = options.respond ?? true;
		this.#blockSize = options.blockSize ?? 0;
		this.#consecutiveFrameMs = options.consecutiveFrameMs ?? ISO_TP_TIMES.consecutiveFrame;
	}

	/** The payload, right after `complete`; empty at any other time. The next frame overwrites it. */
	get payload(): Uint8Array {
		return this.#buffer.subarray(0, this.#payloadLength);
	}

	/**
	 * Starts the clock, when a request has been sent. Again with longer times when the answer is `pending`.
	 *
	 * @param now Monotonic time, ms, as everywhere here.
	 */
	expect(
		now: number,
		firstFrameMs: number = ISO_TP_TIMES.firstFrame,
		replyMs: number = ISO_TP_TIMES.reply,
	): void {
		this.reset();
		this.#state = "expecting";
		this.#frameDue = now + firstFrameMs;
		this.#replyDue = now + replyMs;
	}

	/** Forgets what is under way. */
	reset(): void {
		this.#state = "idle";
		this.#payloadLength = 0;
		this.#replyDue = Number.POSITIVE_INFINITY;
	}

	/** To be called now and then: says once when what is under way has taken too long. */
	tick(now: number): "timeout" | undefined {
		if (this.#state === "idle" || (now <= this.#frameDue && now <= this.#replyDue)) return undefined;
		this.reset();
		return "timeout";
	}

	/** Takes the next frame of the sender. A first frame or single frame in the midst of a reply starts anew. */
	accept(frame: CanFrame, now: number): IsoTpEvent {
		if (frame.dlc === 0) return "ignored";
		const control = frame.data[0] as number;
		if (control >> 4 === CONSECUTIVE_FRAME) return this.#acceptConsecutive(frame, control & 15, now);
		if (control >> 4 === SINGLE_FRAME) return this.#acceptSingle(frame, control & 15);
		if (control >> 4 === FIRST_FRAME) return this.#acceptFirst(frame, control & 15, now);
		return "ignored";
	}

	#acceptSingle(frame: CanFrame, length: number): IsoTpEvent {
		if (length === 0 || length >= frame.dlc) return this.#fail("malformed");
		if (length > this.#buffer.length) return this.#fail("too-long");
		this.#announced = length;
		this.#received = 0;
		this.#copy(frame, 1, length);
		return this.#complete();
	}

	#acceptFirst(frame: CanFrame, upperLength: number, now: number): IsoTpEvent {
		const length = (upperLength << 8) | (frame.data[1] as number);
		if (frame.dlc < 8) return this.#fail("malformed");
		// Length 0 announces a payload above 4095 bytes in the newer form of the standard.
		if (length === 0 || length > this.#buffer.length) return this.#fail("too-long");
		if (length < 8) return this.#fail("malformed");
		this.#state = "receiving";
		this.#payloadLength = 0;
		this.#announced = length;
		this.#received = 0;
		this.#sequence = 1;
		this.#leftInBlock = this.#blockSize;
		this.#frameDue = now + this.#consecutiveFrameMs;
		this.#copy(frame, 2, 6);
		return this.#respond ? "send-flow-control" : "continue";
	}

	#acceptConsecutive(frame: CanFrame, sequence: number, now: number): IsoTpEvent {
		if (this.#state !== "receiving") return "stray";
		if (this.tick(now) !== undefined) return "timeout";
		if (sequence !== this.#sequence) return this.#fail("sequence-gap");
		const wanted = Math.min(7, this.#announced - this.#received);
		if (frame.dlc <= wanted) return this.#fail("malformed");
		this.#copy(frame, 1, wanted);
		if (this.#received === this.#announced) return this.#complete();
		this.#sequence = (sequence + 1) & 15;
		this.#frameDue = now + this.#consecutiveFrameMs;
		return this.#respond && this.#blockEnds() ? "send-flow-control" : "continue";
	}

	#blockEnds(): boolean {
		if (this.#blockSize === 0) return false;
		this.#leftInBlock -= 1;
		if (this.#leftInBlock > 0) return false;
		this.#leftInBlock = this.#blockSize;
		return true;
	}

	#copy(frame: CanFrame, from: number, count: number): void {
		for (let index = 0; index < count; index++) {
			this.#buffer[this.#received + index] = frame.data[from + index] as number;
		}
		this.#received += count;
	}

	#complete(): IsoTpEvent {
		this.reset();
		this.#payloadLength = this.#received;
		return "complete";
	}

	#fail(reason: IsoTpFailure): IsoTpFailure {
		this.reset();
		return reason;
	}
}
