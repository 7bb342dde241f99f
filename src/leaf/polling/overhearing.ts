import type { CanFrame } from "../../can/frame";
import { CONSECUTIVE_FRAME, FLOW_CONTROL } from "../../can/iso-tp";
import { IsoTpReceiver } from "../../can/iso-tp-receiver";
import { answers, type ReplyDefinition } from "../diagnostics/reply";
import type { Poll } from "./poll";

/** A complete reply to somebody else. */
export interface Overheard {
	readonly reply: ReplyDefinition;
	/** Valid until the next frame. */
	readonly payload: Uint8Array;
}

/**
 * Puts replies to other testers together. One at a time, as testers ask one after the other: a reply that begins
 * ends any other that is not complete.
 */
export class Overhearing {
	readonly #plan: readonly Poll[];
	readonly #others: readonly ReplyDefinition[];
	readonly #receiver: IsoTpReceiver;
	#id: number | undefined = undefined;

	/**
	 * @param plan What it asks for can be made use of.
	 * @param others So can these. A list of its own, for both lie in flash.
	 * @param maxLength Longest reply, bytes; longer ones are passed over.
	 */
	constructor(plan: readonly Poll[], others: readonly ReplyDefinition[], maxLength: number) {
		this.#plan = plan;
		this.#others = others;
		this.#receiver = new IsoTpReceiver({ maxLength, respond: false });
	}

	/** Takes a frame of a control unit. `undefined` unless it was the last one of a reply that is known. */
	reply(frame: CanFrame, now: number): Overheard | undefined {
		const { id } = frame;
		const begins = kindOf(frame) !== CONSECUTIVE_FRAME;
		if (begins) this.#id = id;
		else if (id !== this.#id) return undefined;
		if (this.#receiver.accept(frame, now) !== "complete") return undefined;
		const { payload } = this.#receiver;
		const isIt = ({ ecu, request }: ReplyDefinition) => ecu.reply === id && answers(request, payload);
		const reply = this.#plan.find((poll) => isIt(poll.reply))?.reply ?? this.#others.find(isIt);
		return reply && { reply, payload };
	}

	/** Takes a frame of another tester. Who asks anew gets no more of what was asked before. */
	request(frame: CanFrame): void {
		if (kindOf(frame) !== FLOW_CONTROL) this.#receiver.reset();
	}
}

function kindOf({ data }: CanFrame): number {
	return (data[0] as number) >> 4;
}
