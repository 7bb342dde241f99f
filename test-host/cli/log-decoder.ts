import { emptyFrame } from "../../src/can/frame";
import { ECUS } from "../../src/leaf/diagnostics/ecu";
import type { ReplyValue } from "../../src/leaf/diagnostics/reply";
import type { Layout } from "../../src/leaf/generation";
import type { LogLine } from "../virtual/candump";
import { decodeBroadcast, messageWithId } from "./messages";
import { hex } from "./replies";
import { type LoggedReply, ReplyLog } from "./reply-log";

/** One decoded message, as `npm run decode` prints it. */
export interface Decoded extends Omit<LoggedReply, "t" | "signals" | "beginning"> {
	/** Seconds as in the log; of a reply in several frames, the time of the last one. */
	readonly t: number | null;
	readonly id: string;
	/** `null` where the car says that it has no value; replies leave such out. */
	readonly signals?: Readonly<Record<string, ReplyValue | null>>;
	/** Of a reply whose end is missing: what can be told without it. */
	readonly beginning?: Readonly<Record<string, ReplyValue | null>>;
}

/** The same as the decoders give it. */
interface Content extends Omit<LoggedReply, "signals" | "beginning"> {
	readonly signals?: Signals;
	readonly beginning?: Signals;
}

type Signals = Readonly<Record<string, ReplyValue | null | undefined>>;

/** Decodes a log frame by frame with the firmware's decoder. */
export class LogDecoder {
	readonly #layout: Layout | undefined;
	readonly #replies = new Map(ECUS.map(({ reply }) => [reply, new ReplyLog(reply)]));
	readonly #frame = emptyFrame();

	/** @param layout Left out: only the signals that mean the same in every generation. */
	constructor(layout: Layout | undefined) {
		this.#layout = layout;
	}

	/** What the frame tells; nothing when it is not, or not yet, a decodable message. */
	decode(line: LogLine): Decoded[] {
		const frame = this.#frame;
		frame.id = line.id;
		frame.dlc = line.data.length;
		frame.data.set(line.data);
		const replies = this.#replies.get(line.id);
		if (replies === undefined) return this.#broadcast(line.t);
		return replies.accept(frame, line.t).map((reply) => printed(line.id, reply));
	}

	/** To be called after the last line: the replies that the log breaks off in. */
	end(): Decoded[] {
		return [...this.#replies].flatMap(([id, log]) => log.end().map((reply) => printed(id, reply)));
	}

	#broadcast(t: number | undefined): Decoded[] {
		const message = messageWithId(this.#frame.id);
		const layout = this.#layout;
		if (message === undefined || (layout !== undefined && !message.layouts.includes(layout))) return [];
		const rejected = message.check(this.#frame);
		if (rejected !== undefined) return [printed(message.id, { t, rejected })];
		return [printed(message.id, { t, signals: decodeBroadcast(message, layout, this.#frame.data) })];
	}
}

function printed(id: number, content: Content): Decoded {
	const { t, signals, beginning, ...rest } = content;
	return {
		t: t ?? null,
		id: hex(id, 3),
		...rest,
		...(signals && { signals: withoutNoise(signals) }),
		...(beginning && { beginning: withoutNoise(beginning) }),
	};
}

/** Four decimals are more than any signal resolves, and fewer than binary fractions show. */
function withoutNoise(signals: Signals): Record<string, ReplyValue | null> {
	const rounded = (value: ReplyValue | null) =>
		typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value;
	return Object.fromEntries(Object.entries(signals).map(([name, value]) => [name, rounded(value ?? null)]));
}
