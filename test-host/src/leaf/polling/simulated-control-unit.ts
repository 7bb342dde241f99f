import { CONSECUTIVE_FRAME } from "../../../../src/can/iso-tp";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { parseFrame } from "../../../virtual/frame-text";
import { answerTo, framesOf, requestFor } from "./sample-polls";

/** What a control unit does when it is asked; `nrc`: a refusal with that code. */
export type Behaviour =
	| "answer"
	| "silent"
	| "pending, then answer"
	| "pending"
	| "frame lost"
	| "frame doubled"
	| "breaks off"
	| "too long"
	| "wake-up form"
	| "answers somebody else"
	| `nrc ${string}`;

interface Queued {
	readonly at: number;
	readonly frame: string;
}

/** From a request to the first frame, and between two frames of a reply, ms. */
const REPLY_MS = 10;
const SPACING_MS = 30;

/**
 * All control units of a car, which answer one request after the other. Each answer is filled with a byte of its
 * own, so that a mixture of two shows.
 */
export class SimulatedControlUnit {
	readonly #polls: readonly Poll[];
	readonly #behaviours: readonly Behaviour[];
	#asked = 0;
	#queue: Queued[] = [];
	/** What follows after flow control. */
	#rest: readonly string[] = [];

	/** @param behaviours Of one request after the other, over and over. */
	constructor(polls: readonly Poll[], behaviours: readonly Behaviour[]) {
		this.#polls = polls;
		this.#behaviours = behaviours;
	}

	/** Takes a frame from the bus. A request during a reply is dropped, as the Leaf's battery controller does. */
	receive(text: string, now: number): void {
		if (/#3/.test(text)) this.#goOn(text, now);
		const poll = this.#polls.find((each) => requestFor(each) === text);
		if (poll === undefined || this.#queue.length > 0) return;
		const behaviour = this.#behaviours[this.#asked % this.#behaviours.length] as Behaviour;
		this.#asked += 1;
		this.#reply(this.#frames(poll, behaviour), now);
	}

	/** The frames that are sent until now. */
	send(now: number): string[] {
		const sent = this.#queue.filter(({ at }) => at <= now);
		this.#queue = this.#queue.filter(({ at }) => at > now);
		return sent.map(({ frame }) => frame);
	}

	/** The car is off, or the plug is pulled. */
	stop(): void {
		this.#queue = [];
		this.#rest = [];
	}

	#reply(frames: readonly string[], now: number): void {
		const first = frames.findIndex((frame) => /#1/.test(frame));
		const end = first < 0 ? frames.length : first + 1;
		this.#rest = frames.slice(end);
		this.#queue = frames.slice(0, end).map((frame, index) => ({ at: now + REPLY_MS + index * 1000, frame }));
	}

	#goOn(text: string, now: number): void {
		const continues = /#30/.test(text);
		if (continues)
			this.#queue.push(...this.#rest.map((frame, i) => ({ at: now + (i + 1) * SPACING_MS, frame })));
		this.#rest = [];
	}

	#frames(poll: Poll, behaviour: Behaviour): string[] {
		const { ecu, request, maxLength } = poll.reply;
		const value = this.#asked & 0xff;
		const refusal = (code: number) => framesOf(ecu.reply, [0x7f, request[0] as number, code]);
		const whole = (length = maxLength) => answerTo(poll, value, length);
		const spoilt = (change: (frame: string, index: number) => string[]) =>
			whole().flatMap((frame, index) => (isConsecutive(frame) ? change(frame, index) : [frame]));
		if (behaviour.startsWith("nrc ")) return refusal(Number.parseInt(behaviour.slice(4), 16));
		const frames: Readonly<Record<string, () => string[]>> = {
			answer: () => whole(),
			"pending, then answer": () => [...refusal(0x78), ...whole()],
			pending: () => [0x78, 0x78, 0x78, 0x78, 0x78].flatMap(refusal),
			"frame lost": () => spoilt((frame, index) => (index === 1 + (value % 3) ? [] : [frame])),
			"frame doubled": () => spoilt((frame, index) => (index === 1 + (value % 3) ? [frame, frame] : [frame])),
			"breaks off": () => spoilt((frame, index) => (index > value % 5 ? [] : [frame])),
			"too long": () => whole(maxLength + 300),
			"wake-up form": () => whole(10),
			"answers somebody else": () => framesOf(ecu.reply, [0x61, 0x83, ...Array<number>(20).fill(value)]),
		};
		return frames[behaviour]?.() ?? [];
	}
}

function isConsecutive(text: string): boolean {
	return (parseFrame(text).data[0] as number) >> 4 === CONSECUTIVE_FRAME;
}
