import type { ReplyDefinition } from "../diagnostics/reply";
import type { Generation } from "../generation";
import { pauseAfter } from "./pauses";
import type { Poll, PollCondition } from "./poll";

/** Retries of a poll that does not say how many. */
const RETRIES = 2;
/** Before a poll is tried again, ms. */
const RETRY_PAUSE = 1000;
/** Between two polls of the first round after the car has woken up, ms. */
const SPREAD = 1000;

/** A poll and when it is due. */
class Entry {
	readonly poll: Poll;
	dueAt = 0;
	/** Since the last answer. */
	tries = 0;
	/** Rounds, each of all its retries, that have brought nothing, one after the other. */
	lostRounds = 0;
	unsupported = false;

	constructor(poll: Poll) {
		this.poll = poll;
	}

	/** By how much it is overdue, as a share of its period, so that what is rare waits for what is not; else < 0: ms. */
	lateness(now: number): number {
		const late = now - this.dueAt;
		return late < 0 ? late : late / this.poll.periodMs;
	}
}

/** Which poll is next. Knows nothing of whether it may be sent. Times are monotonic ms. */
export class Schedule {
	readonly #entries: readonly Entry[];
	readonly #conditions: Record<PollCondition, boolean>;
	#generation: Generation | undefined = undefined;

	/** @param plan Earlier ones first when several are due alike. */
	constructor(plan: readonly Poll[], vin: boolean) {
		this.#entries = plan.map((poll) => new Entry(poll));
		this.#conditions = { charging: false, vin };
	}

	setGeneration(generation: Generation | undefined): void {
		this.#generation = generation;
	}

	setCharging(charging: boolean): void {
		this.#conditions.charging = charging;
	}

	/** The poll that is most overdue, or else the next to be due. `undefined` when there is nothing to ask. */
	next(now: number): Poll | undefined {
		let next: Poll | undefined;
		let most = Number.NEGATIVE_INFINITY;
		for (const entry of this.#entries) {
			const lateness = entry.lateness(now);
			if (lateness <= most || !this.applies(entry)) continue;
			next = entry.poll;
			most = lateness;
		}
		return next;
	}

	/** How long until a poll is due, ms; 0 when it is. */
	dueInMs(poll: Poll, now: number): number {
		return Math.max(0, this.entry(poll).dueAt - now);
	}

	/** A reply has come, to us or to another tester: so its control unit is well, and need not be left alone. */
	answered(reply: ReplyDefinition, now: number): void {
		for (const entry of this.#entries) {
			const again = now + entry.poll.periodMs;
			if (entry.poll.reply === reply) {
				entry.tries = 0;
				entry.dueAt = again;
			} else if (entry.poll.reply.ecu !== reply.ecu || entry.lostRounds === 0) continue;
			entry.lostRounds = 0;
			entry.dueAt = Math.min(entry.dueAt, again);
		}
	}

	/** No answer, or a spoilt one: once more, or else at its next period, and ever later if that goes on. */
	failed(poll: Poll, now: number): void {
		const entry = this.entry(poll);
		entry.tries += 1;
		if (entry.tries > (poll.retries ?? RETRIES)) this.refused(poll, now);
		else entry.dueAt = now + RETRY_PAUSE;
	}

	/** The control unit will not answer now: at its next period, and ever later if that goes on. */
	refused(poll: Poll, now: number): void {
		const entry = this.entry(poll);
		entry.tries = 0;
		entry.lostRounds += 1;
		entry.dueAt = now + Math.max(poll.periodMs, pauseAfter(entry.lostRounds));
	}

	/** The control unit does not know what it is asked for: not again until the car has slept. */
	unsupported(poll: Poll): void {
		this.entry(poll).unsupported = true;
	}

	/** The car has fallen asleep: who wakes up may know more. */
	slept(): void {
		for (const entry of this.#entries) {
			entry.unsupported = false;
			entry.tries = 0;
			entry.lostRounds = 0;
		}
	}

	/** The car is awake: all that is due or has been left alone begins with a pause between each and the next. */
	wokenUp(now: number): void {
		let begin = now;
		for (const entry of this.#entries) {
			if (entry.dueAt > begin && entry.dueAt <= now + entry.poll.periodMs) continue;
			entry.dueAt = begin;
			begin += SPREAD;
		}
	}

	private applies({ poll: { generations, only }, unsupported }: Entry): boolean {
		if (unsupported || (only !== undefined && !this.#conditions[only])) return false;
		if (generations === undefined) return true;
		return this.#generation !== undefined && generations.includes(this.#generation);
	}

	private entry(poll: Poll): Entry {
		const entry = this.#entries.find((each) => each.poll === poll);
		if (entry === undefined) throw new RangeError(`${poll.reply.name} is not in the plan`);
		return entry;
	}
}
