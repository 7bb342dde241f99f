import { flowControl } from "../../../../src/can/flow-control";
import { IsoTpSender } from "../../../../src/can/iso-tp-sender";
import { CAR_BUSES } from "../../../../src/leaf/car-bus";
import { type Ecu, LBC, VCM } from "../../../../src/leaf/diagnostics/ecu";
import { answers, type ReplyDefinition } from "../../../../src/leaf/diagnostics/reply";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { formatFrame } from "../../../virtual/frame-text";

/** A reply of which the first byte after what repeats the request counts. Length 10: `wake-up`. */
function definition(name: string, ecu: Ecu, request: readonly number[], maxLength: number): ReplyDefinition {
	return {
		...{ name, ecu, request, maxLength },
		decode(payload) {
			if (!answers(request, payload)) return { reason: "other-reply" };
			return payload.length === 10 ? { reason: "wake-up" } : { value: payload[request.length] ?? 0 };
		},
	};
}

/** Asked every 10 s. */
export const STATE: Poll = {
	reply: definition("state", LBC, [0x21, 0x01], 41),
	periodMs: 10_000,
	buses: CAR_BUSES,
};
/** Asked every minute. */
export const CELLS: Poll = {
	reply: definition("cells", LBC, [0x21, 0x02], 198),
	periodMs: 60_000,
	buses: CAR_BUSES,
};
/** Asked every minute; a single frame. */
export const PLUG: Poll = {
	reply: definition("plug", VCM, [0x22, 0x12, 0x34], 16),
	periodMs: 60_000,
	buses: CAR_BUSES,
};
/** Asked every hour. */
export const SERIAL: Poll = {
	reply: definition("serial", LBC, [0x21, 0x84], 22),
	periodMs: 3_600_000,
	buses: CAR_BUSES,
};

/** The frames, as text, in which a control unit sends a payload. */
export function framesOf(id: number, payload: readonly number[]): string[] {
	const sender = new IsoTpSender();
	const frames: string[] = [];
	sender.start(id, payload, 0);
	for (let frame = sender.next(0); frame !== undefined; frame = sender.next(0)) {
		frames.push(formatFrame(frame));
		sender.accept(flowControl(0, "continue", 0, 0), 0);
	}
	return frames;
}

/** The frames of the answer to a poll: `length` bytes in all, each after what repeats the request is `value`. */
export function answerTo({ reply }: Poll, value: number, length = reply.maxLength): string[] {
	const [service = 0, ...rest] = reply.request;
	const head = [service + 0x40, ...rest];
	return framesOf(
		reply.ecu.reply,
		Array.from({ length }, (_, index) => head[index] ?? value),
	);
}

/** The frame of a request, as text. */
export function requestFor({ reply }: Poll): string {
	return framesOf(reply.ecu.request, reply.request)[0] as string;
}
