import type { CanBus } from "../../can/can-bus";
import type { CanFrame } from "../../can/frame";
import { IsoTpReceiver } from "../../can/iso-tp-receiver";
import { IsoTpSender } from "../../can/iso-tp-sender";
import { ECUS } from "../diagnostics/ecu";
import { isRefusal, type ReplyDefinition } from "../diagnostics/reply";
import type { Generation } from "../generation";
import { Exchange, type ExchangeState } from "./exchange";
import { LateFrames } from "./late-frames";
import { Overhearing } from "./overhearing";
import type { Poll } from "./poll";
import { PollPolicy } from "./poll-policy";
import type { NextPoll, PollerOptions } from "./poller-options";
import { Schedule } from "./schedule";

/** Requests to all control units at once (ISO 15765-4, 10.5.2). We never send one; other testers do. */
const FUNCTIONAL_REQUEST = 0x7df;
const REQUEST_IDS: readonly number[] = Object.freeze([
	FUNCTIONAL_REQUEST,
	...ECUS.map(({ request }) => request),
]);
const REPLY_IDS: readonly number[] = Object.freeze(ECUS.map(({ reply }) => reply));

/** The request that is under way. */
interface Asking {
	readonly can: CanBus;
	readonly poll: Poll;
	readonly exchange: Exchange;
}

/**
 * Asks the car for what it does not broadcast. Sends only while it asks: before and after, and whenever the policy
 * says no, the controller listens only and cannot be noticed. One request at a time. Times are monotonic ms.
 *
 * | what goes wrong | what becomes of it |
 * | --- | --- |
 * | no answer, or it breaks off | asked again after 1 s, twice; then at the next period, later if that goes on |
 * | frames of it are lost, or it cannot be decoded | likewise |
 * | refused, busy twice, or pending four times | at the next period, later if that goes on |
 * | not supported (NRC 11, 12, 31) | not asked again until the car has slept |
 * | another tester is heard | the request is dropped; asked again when 10 s have passed without one |
 * | nothing is heard on the bus | nothing is sent; on the plug of 2018+ one try after 2 s, 10 s, 60 s, 10 min |
 * | the controller leaves the bus | the request is dropped; nothing is sent for 10 min |
 */
export class Poller {
	/** What the poller must hear: answers, and the requests of other testers. */
	readonly ids: readonly number[];
	readonly #onReply: PollerOptions["onReply"];
	readonly #policy: PollPolicy;
	readonly #schedule: Schedule;
	readonly #sender = new IsoTpSender();
	readonly #receiver: IsoTpReceiver;
	readonly #overhearing: Overhearing;
	readonly #late = new LateFrames();
	#asking: Asking | undefined = undefined;
	#asleep = true;

	constructor({ bus, plan, vin, overheard = [], onReply }: PollerOptions) {
		const polls = plan.filter(({ buses }) => buses.includes(bus));
		const replies = polls.map(({ reply }) => reply);
		const ecus = new Set(replies.map(({ ecu }) => ecu));
		const maxLength = Math.max(0, ...replies.map((reply) => reply.maxLength));
		this.ids = [...[...ecus].flatMap(({ request, reply }) => [reply, request]), FUNCTIONAL_REQUEST];
		this.#onReply = onReply;
		this.#policy = new PollPolicy(bus);
		this.#schedule = new Schedule(polls, vin);
		this.#receiver = new IsoTpReceiver({ maxLength });
		this.#overhearing = new Overhearing(plan, overheard, maxLength);
	}

	/** `undefined` as long as it is not known: then nothing is asked that only some generations have. */
	setGeneration(generation: Generation | undefined): void {
		this.#schedule.setGeneration(generation);
	}

	setCharging(charging: boolean): void {
		this.#schedule.setCharging(charging);
	}

	/** The bus has spoken since the last look at the clock. */
	busAlive(now: number): void {
		this.follow(now);
		this.#policy.heard(now);
		this.follow(now);
	}

	/** The controller has left the bus. */
	busOff(now: number): void {
		this.#policy.busOff(now);
		this.end(now);
	}

	/** Takes a frame with an identifier of 0x700 and above; those that are of no diagnostics are passed over. */
	receive(frame: CanFrame, now: number): void {
		if (REQUEST_IDS.includes(frame.id)) this.hearRequest(frame, now);
		else if (REPLY_IDS.includes(frame.id)) this.hearReply(frame, now);
	}

	/** Looks at the clock: asks when it is time, gives up when no answer came. To be called every 50 ms or so. */
	tick(can: CanBus, now: number): void {
		this.follow(now);
		const allowed = this.#policy.verdict(now) === "now";
		if (this.#asking !== undefined) this.settle(this.#asking.exchange.tick(now, allowed), now);
		else if (allowed) this.askWhatIsDue(can, now);
	}

	/** The next poll, for people to read; `undefined` when there is nothing to ask. */
	next(now: number): NextPoll | undefined {
		if (this.#asking !== undefined)
			return { name: this.#asking.poll.reply.name, dueInMs: 0, waits: "asking" };
		const poll = this.#schedule.next(now);
		if (poll === undefined) return undefined;
		const due = this.#schedule.dueInMs(poll, now);
		const verdict = this.#policy.verdict(now);
		return {
			name: poll.reply.name,
			dueInMs: Math.max(due, this.#policy.waitMs(now)),
			waits: verdict === "now" && due > 0 ? "not-yet" : verdict,
		};
	}

	private askWhatIsDue(can: CanBus, now: number): void {
		const poll = this.#schedule.next(now);
		if (poll === undefined || this.#schedule.dueInMs(poll, now) > 0) return;
		can.setMode(this.#policy.mode(now));
		const exchange = new Exchange({ can, sender: this.#sender, receiver: this.#receiver }, poll.reply);
		this.#asking = { can, poll, exchange };
		this.settle(exchange.ask(now), now);
	}

	/** The car goes to sleep, or wakes up. */
	private follow(now: number): void {
		const asleep = this.#policy.asleep(now);
		if (asleep === this.#asleep) return;
		this.#asleep = asleep;
		if (asleep) this.#schedule.slept();
		else this.#schedule.wokenUp(now);
	}

	private hearRequest(frame: CanFrame, now: number): void {
		this.#overhearing.request(frame);
		this.hearTester(now);
	}

	private hearTester(now: number): void {
		this.#policy.heardTester(now);
		this.#late.forget();
		this.end(now);
	}

	private hearReply(frame: CanFrame, now: number): void {
		this.follow(now);
		this.#policy.replied(now);
		this.follow(now);
		if (this.isOurs(frame, now)) return;
		this.hearTester(now);
		const heard = this.#overhearing.reply(frame, now);
		if (heard !== undefined) this.take(heard.reply, heard.payload, now);
	}

	private isOurs(frame: CanFrame, now: number): boolean {
		const asking = this.#asking;
		if (asking?.poll.reply.ecu.reply !== frame.id) return this.#late.include(frame.id, now);
		const state = asking.exchange.accept(frame, now);
		this.settle(state, now);
		return state !== "foreign";
	}

	/** What becomes of our request when it is no longer open. */
	private settle(state: ExchangeState, now: number): void {
		if (this.#asking === undefined || state === "open") return;
		const { poll } = this.#asking;
		this.end(now);
		if (state === "positive" && this.take(poll.reply, this.#receiver.payload, now)) return;
		this.#late.expect(poll.reply.ecu.reply, now);
		if (state === "silent") this.#policy.unanswered(now);
		if (state === "unsupported") this.#schedule.unsupported(poll);
		else if (state === "refused") this.#schedule.refused(poll, now);
		else if (state !== "foreign") this.#schedule.failed(poll, now);
	}

	/** @returns whether the payload could be decoded. */
	private take(reply: ReplyDefinition, payload: Uint8Array, now: number): boolean {
		const values = reply.decode(payload);
		if (isRefusal(values)) return false;
		this.#schedule.answered(reply, now);
		this.#onReply(reply, payload, now, values);
		return true;
	}

	/** Our request, if there is one, is over. */
	private end(now: number): void {
		if (this.#asking === undefined) return;
		this.#asking.can.abort();
		this.#asking.can.setMode("listen-only");
		this.#asking = undefined;
		this.#policy.ended(now);
	}
}
