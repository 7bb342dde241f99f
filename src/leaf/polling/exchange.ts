import type { CanBus } from "../../can/can-bus";
import { flowControl } from "../../can/flow-control";
import type { CanFrame } from "../../can/frame";
import { FIRST_FRAME } from "../../can/iso-tp";
import type { IsoTpEvent, IsoTpReceiver } from "../../can/iso-tp-receiver";
import type { IsoTpSender } from "../../can/iso-tp-sender";
import { answers, type ReplyDefinition } from "../diagnostics/reply";
import { judgeReply, type ReplyVerdict } from "../diagnostics/response";
import { outgoing } from "./requests";

/** How long to wait for an answer that is announced as pending, ms, and how often (Leaf protocol facts, 4.1). */
const PENDING_WAIT = 5000;
const MOST_PENDINGS = 3;
/** Before a control unit that is busy is asked again, ms; once. */
const BUSY_PAUSE = 200;

/** How long the controller stays on the bus to get rid of the word that a reply is too long, ms. */
const OVERFLOW_WAIT = 50;

/**
 * How it stands: `open` the answer is not yet there; `positive` it is; `unsupported` and `refused` it is negative;
 * `silent` it did not come, or broke off; `spoilt` frames of it were lost, or it cannot be taken; `foreign` the
 * control unit is talking to somebody else.
 */
export type ExchangeState = "open" | "positive" | "unsupported" | "refused" | "silent" | "spoilt" | "foreign";

/** What an exchange uses. Sender and receiver serve for one exchange after the other. */
export interface ExchangeParts {
	/** Must take part in the bus until the exchange is no longer open. */
	readonly can: CanBus;
	readonly sender: IsoTpSender;
	readonly receiver: IsoTpReceiver;
}

/** One request of ours and its answer. Times are monotonic ms. */
export class Exchange {
	readonly #can: CanBus;
	readonly #sender: IsoTpSender;
	readonly #receiver: IsoTpReceiver;
	readonly #asked: ReplyDefinition;
	#pendings = 0;
	/** When to ask again; `undefined` unless the control unit is busy. */
	#repeatAt: number | undefined = undefined;
	#repeated = false;
	#atTimeout: ExchangeState = "silent";

	constructor({ can, sender, receiver }: ExchangeParts, asked: ReplyDefinition) {
		this.#can = can;
		this.#sender = sender;
		this.#receiver = receiver;
		this.#asked = asked;
	}

	/** Sends the request. */
	ask(now: number): ExchangeState {
		const { ecu, request } = this.#asked;
		this.#repeatAt = undefined;
		this.#sender.start(ecu.request, request, now);
		this.#receiver.expect(now);
		const frame = this.#sender.next(now);
		return frame !== undefined && this.#can.send(outgoing(frame)) ? "open" : "silent";
	}

	/** Takes a frame of the control unit that was asked. */
	accept(frame: CanFrame, now: number): ExchangeState {
		if (this.#repeatAt !== undefined || this.beginsForeign(frame)) return "foreign";
		return this.after(this.#receiver.accept(frame, now), now);
	}

	/** Looks at the clock. `mayAsk`: whether the bus is such that a request could be repeated now. */
	tick(now: number, mayAsk: boolean): ExchangeState {
		if (this.#repeatAt === undefined)
			return this.#receiver.tick(now) === undefined ? "open" : this.#atTimeout;
		if (now < this.#repeatAt) return "open";
		return mayAsk ? this.ask(now) : "silent";
	}

	/** To another tester's reply we must not send flow control. */
	private beginsForeign({ data, dlc }: CanFrame): boolean {
		const first = dlc === 8 && (data[0] as number) >> 4 === FIRST_FRAME;
		return first && !answers(this.#asked.request, data.subarray(2));
	}

	private after(event: IsoTpEvent, now: number): ExchangeState {
		switch (event) {
			case "complete":
				return this.judge(judgeReply(this.#asked.request, this.#receiver.payload), now);
			case "timeout":
				return "silent";
			case "sequence-gap":
			case "malformed":
				return "spoilt";
			case "too-long":
				this.#can.send(outgoing(flowControl(this.#asked.ecu.request, "overflow")));
				this.#receiver.expect(now, OVERFLOW_WAIT);
				this.#atTimeout = "spoilt";
				return "open";
			case "send-flow-control":
				this.#can.send(outgoing(flowControl(this.#asked.ecu.request)));
		}
		return "open";
	}

	private judge(verdict: ReplyVerdict, now: number): ExchangeState {
		if (verdict === "pending") return this.await(now);
		if (verdict !== "busy") return verdict;
		if (this.#repeated) return "refused";
		this.#repeated = true;
		this.#repeatAt = now + BUSY_PAUSE;
		return "open";
	}

	private await(now: number): ExchangeState {
		this.#pendings += 1;
		if (this.#pendings > MOST_PENDINGS) return "refused";
		this.#receiver.expect(now, PENDING_WAIT);
		return "open";
	}
}
