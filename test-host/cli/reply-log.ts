import type { CanFrame } from "../../src/can/frame";
import { CONSECUTIVE_FRAME, FIRST_FRAME, MAX_PAYLOAD } from "../../src/can/iso-tp";
import { IsoTpReceiver } from "../../src/can/iso-tp-receiver";
import { Reassembly } from "../../src/can/reassembly";
import type { ReplyValues } from "../../src/leaf/diagnostics/reply";
import { beginningOf, labelOf, type PrintedReply, printReply } from "./replies";

/** N_Cr as in ISO 15765-2, table 16, ms: another tester may ask for more time between frames than we would. */
const PATIENCE_MS = 1000;

/** A reply out of a log. */
export interface LoggedReply extends PrintedReply {
	/** Time of its last frame, or of the one that does not fit, s. */
	readonly t: number | undefined;
	/** The control unit began it anew before it had ended it. */
	readonly restarted?: true;
	/** Of a reply whose end is missing: how many bytes it was to have. */
	readonly announcedLen?: number;
	/** Of a reply whose end is missing: what can be told without it. Firmware does not take such. */
	readonly beginning?: ReplyValues;
}

/** A reply in several frames of which the first has been seen. */
interface Begun {
	readonly announcedLen: number;
	readonly restarted: boolean;
	/** Time of the last frame. */
	t: number | undefined;
}

/** Puts the replies of one control unit together, whoever asked for them. */
export class ReplyLog {
	readonly #replyId: number;
	readonly #receiver = new IsoTpReceiver({ respond: false, consecutiveFrameMs: PATIENCE_MS });
	#begun: Begun | undefined;
	/** As much of it as has come: the receiver gives away whole ones only. */
	readonly #part = new Reassembly(MAX_PAYLOAD);

	/** @param replyId Identifier of the frames. */
	constructor(replyId: number) {
		this.#replyId = replyId;
	}

	/**
	 * The reply that a frame brings to its end, good or bad; before it the one that was never ended, if any.
	 *
	 * @param t Time, s.
	 */
	accept(frame: CanFrame, t: number | undefined): LoggedReply[] {
		const now = (t ?? 0) * 1000;
		const late = this.#receiver.tick(now) === undefined ? [] : this.#failed("timeout");
		const event = this.#receiver.accept(frame, now);
		if (event === "stray" || event === "ignored") return late;
		if (kindOf(frame) !== CONSECUTIVE_FRAME) late.push(...this.#replace(frame));
		if (event === "continue") this.#continue(frame, t);
		else late.push(...(event === "complete" ? this.#complete(t) : this.#failed(event, t)));
		return late;
	}

	/** To be called after the last frame: the reply that the log breaks off in, if any. */
	end(): LoggedReply[] {
		return this.#failed("incomplete");
	}

	/** A reply begins: the one under way will not be ended. When it is the same one, that is no news. */
	#replace(frame: CanFrame): LoggedReply[] {
		const label = kindOf(frame) === FIRST_FRAME ? labelOf(frame.data.subarray(2)) : undefined;
		const isSame = JSON.stringify(label) === JSON.stringify(labelOf(this.#part.payload));
		return isSame ? [] : this.#failed("incomplete");
	}

	#continue(frame: CanFrame, t: number | undefined): void {
		const isFirst = kindOf(frame) === FIRST_FRAME;
		if (isFirst) {
			const [upper, lower] = frame.data as Uint8Array & [number, number];
			const announcedLen = ((upper & 15) << 8) | lower;
			this.#begun = { announcedLen, restarted: this.#begun !== undefined, t };
			this.#part.begin(announcedLen);
		} else if (this.#begun !== undefined) this.#begun.t = t;
		this.#part.append(frame, isFirst ? 2 : 1);
	}

	#complete(t: number | undefined): LoggedReply[] {
		const restarted = this.#begun?.restarted;
		this.#begun = undefined;
		const reply = printReply(this.#replyId, this.#receiver.payload);
		if (reply === undefined) return [];
		return [{ t, ...reply, ...(restarted && { restarted }) }];
	}

	#failed(rejected: string, t = this.#begun?.t): LoggedReply[] {
		const announcedLen = this.#begun?.announcedLen;
		this.#begun = undefined;
		const label = announcedLen && labelOf(this.#part.payload);
		if (!label) return [];
		const beginning = beginningOf(this.#replyId, this.#part.payload);
		return [{ t, ...label, rejected, announcedLen, ...(beginning && { beginning }) }];
	}
}

/** The upper half of the first byte (ISO 15765-2, 9.1). */
function kindOf({ data }: CanFrame): number {
	return (data[0] as number) >> 4;
}
