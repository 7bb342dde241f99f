import { type FlowControl, parseFlowControl } from "./flow-control";
import { type CanFrame, emptyFrame } from "./frame";
import {
	CONSECUTIVE_BYTES,
	CONSECUTIVE_FRAME,
	FIRST_BYTES,
	FIRST_FRAME,
	ISO_TP_TIMES,
	MAX_PAYLOAD,
	SEQUENCE_MASK,
	SINGLE_BYTES,
	SINGLE_FRAME,
} from "./iso-tp";

/**
 * Why a payload was given up: `timeout` no flow control came (N_TIMEOUT_Bs), `overflow` the receiver has no room for
 * it, `too-many-waits` it asked for patience once too often (N_WFT_OVRN), `bad-flow-control` its flow status is
 * none (N_INVALID_FS).
 */
export type SendFailure = "timeout" | "overflow" | "too-many-waits" | "bad-flow-control";

/** `waiting`: for flow control. */
export type SenderState = "idle" | "sending" | "waiting" | "sent" | SendFailure;

/** How to send. */
export interface IsoTpSenderOptions {
	/** To a functional address, on which only single frames are allowed (ISO 15765-2, 9.7). */
	readonly functional?: boolean;
	/** N_Bs, ms. */
	readonly flowControlMs?: number;
	/** N_WFTmax: how many times in a row the receiver may ask for patience. */
	readonly maxWaits?: number;
}

const MAX_WAITS = 10;

/**
 * Takes a payload apart into frames, padded with 00 (ISO 15765-2, normal addressing, 11-bit identifiers).
 *
 * A state machine without timers and without access to the bus, as the receiver is. One payload after the other.
 */
export class IsoTpSender {
	readonly #functional: boolean;
	readonly #flowControlMs: number;
	readonly #maxWaits: number;
	readonly #frame = emptyFrame();
	#payload: ArrayLike<number> = [];
	#sent = 0;
	#state: SenderState = "idle";
	#sequence = 0;
	#waits = 0;
	#flow: FlowControl | undefined = undefined;
	#leftInBlock = 0;
	/** Of the next frame, or of the flow control that is waited for. */
	#due = 0;

	constructor(options: IsoTpSenderOptions = {}) {
		this.#functional = options.functional ?? false;
		this.#flowControlMs = options.flowControlMs ?? ISO_TP_TIMES.flowControl;
		this.#maxWaits = options.maxWaits ?? MAX_WAITS;
	}

	get state(): SenderState {
		return this.#state;
	}

	/** From when on `next` gives a frame; `undefined` when it gives none without anything happening first. */
	get nextAt(): number | undefined {
		return this.#state === "sending" ? this.#due : undefined;
	}

	/**
	 * Begins a payload, and forgets what is under way.
	 *
	 * @param id Identifier of the frames.
	 * @param payload 1 to 4095 bytes, up to 7 to a functional address. Not to be changed until it is sent.
	 * @throws RangeError when it has another length.
	 */
	start(id: number, payload: ArrayLike<number>, now: number): void {
		const most = this.#functional ? SINGLE_BYTES : MAX_PAYLOAD;
		if (payload.length < 1 || payload.length > most) throw new RangeError(`${payload.length} bytes to send`);
		this.#frame.id = id;
		this.#frame.dlc = 8;
		this.#payload = payload;
		this.#sent = 0;
		this.#sequence = 0;
		this.#due = now;
		this.#state = "sending";
	}

	/** The frame to send now, if there is one. It is taken for sent, and overwritten by the next. */
	next(now: number): CanFrame | undefined {
		if (this.#state !== "sending" || now < this.#due) return undefined;
		const { length } = this.#payload;
		if (this.#sent > 0) this.fill(CONSECUTIVE_FRAME, this.#sequence, 1, CONSECUTIVE_BYTES);
		else if (length <= SINGLE_BYTES) this.fill(SINGLE_FRAME, length, 1, SINGLE_BYTES);
		else {
			this.#frame.data[1] = length & 0xff;
			this.fill(FIRST_FRAME, length >> 8, 2, FIRST_BYTES);
		}
		this.afterFrame(now);
		return this.#frame;
	}

	/** Takes a frame of the receiver: flow control when it is waited for, all else is ignored (ISO 15765-2, 9.8.3). */
	accept(frame: CanFrame, now: number): void {
		if (this.tick(now) !== undefined || this.#state !== "waiting") return;
		const flow = parseFlowControl(frame);
		if (flow === undefined) return;
		if (flow.status === "continue") this.continue(flow, now);
		else if (flow.status === "wait") this.wait(now);
		else this.#state = flow.status === "overflow" ? "overflow" : "bad-flow-control";
	}

	/** To be called now and then: says once when flow control has not come in time. */
	tick(now: number): "timeout" | undefined {
		if (this.#state !== "waiting" || now <= this.#due) return undefined;
		this.#state = "timeout";
		return "timeout";
	}

	private fill(kind: number, low: number, from: number, most: number): void {
		const { data } = this.#frame;
		data[0] = (kind << 4) | low;
		for (let index = 0; index < most; index++) data[from + index] = this.#payload[this.#sent + index] ?? 0;
		this.#sent += most;
		this.#sequence = (this.#sequence + 1) & SEQUENCE_MASK;
	}

	private afterFrame(now: number): void {
		this.#leftInBlock -= 1;
		if (this.#sent >= this.#payload.length) this.#state = "sent";
		else if (this.#sent === FIRST_BYTES || this.#leftInBlock === 0) this.awaitFlowControl(now);
		else this.#due = now + (this.#flow?.separationMs ?? 0);
	}

	private awaitFlowControl(now: number): void {
		this.#state = "waiting";
		this.#waits = 0;
		this.#due = now + this.#flowControlMs;
	}

	/** Each flow control may change block size and separation time. A block size of 0 never counts down to 0. */
	private continue(flow: FlowControl, now: number): void {
		this.#flow = flow;
		this.#leftInBlock = flow.blockSize;
		this.#due = now;
		this.#state = "sending";
	}

	private wait(now: number): void {
		this.#waits += 1;
		this.#due = now + this.#flowControlMs;
		if (this.#waits > this.#maxWaits) this.#state = "too-many-waits";
	}
}
