import type { Random } from "../helpers/seeded";
import type { BusFrame } from "../virtual/mcp2515/bus-frame";
import { frameBits, INTERFRAME_BITS } from "../virtual/mcp2515/wire-bits";
import type { LogEntry } from "../virtual/replay";

/** Microseconds that a bit takes at 500 kbit/s. */
const BIT_US = 2;
const INTERFRAME_US = INTERFRAME_BITS * BIT_US;

/** A frame on the wire. */
export interface ScheduledFrame {
	readonly frame: BusFrame;
	/** When its start bit begins, in whole microseconds. */
	readonly startUs: number;
	/** When its end of frame ends: this is when it is in a receive buffer. */
	readonly endUs: number;
}

/** A message of a car. */
export interface BusMessage {
	readonly id: number;
	readonly dlc: number;
	/** How many times it comes in a second. */
	readonly perSecond: number;
}

/**
 * Puts the frames of a log on a wire of 500 kbit/s at their own times; where the log has several at one time, they
 * follow each other as closely as the bus allows.
 */
export function scheduleOfLog(log: readonly LogEntry[]): readonly ScheduledFrame[] {
	const first = log[0]?.t ?? 0;
	let freeUs = 0;
	return log.map(({ t, id, data }) => {
		const scheduled = at(Math.max(Math.round((t - first) * 1e6), freeUs), { id, dlc: data.length, data });
		freeUs = scheduled.endUs + INTERFRAME_US;
		return scheduled;
	});
}

/**
 * A bus without a pause: frame follows frame, each message as often as its share of the rates says, in random
 * order and with random data.
 */
export function fullSchedule(
	messages: readonly BusMessage[],
	durationUs: number,
	random: Random,
): readonly ScheduledFrame[] {
	const schedule: ScheduledFrame[] = [];
	for (let freeUs = 0; freeUs < durationUs; ) {
		const { id, dlc } = pick(messages, random);
		const data = Uint8Array.from({ length: dlc }, () => random() * 0x100);
		const scheduled = at(freeUs, { id, dlc, data });
		schedule.push(scheduled);
		freeUs = scheduled.endUs + INTERFRAME_US;
	}
	return schedule;
}

function pick(messages: readonly BusMessage[], random: Random): BusMessage {
	let share = random() * messages.reduce((sum, { perSecond }) => sum + perSecond, 0);
	for (const message of messages) {
		share -= message.perSecond;
		if (share < 0) return message;
	}
	throw new Error("no messages");
}

/** Messages one after the other with a pause before each. */
export function calmSchedule(
	messages: readonly BusMessage[],
	fromUs: number,
	pauseUs: number,
): readonly ScheduledFrame[] {
	return messages.map(({ id, dlc }, index) =>
		at(fromUs + (index + 1) * pauseUs, { id, dlc, data: new Uint8Array(dlc).fill(index) }),
	);
}

/** The same frames later. */
export function delayed(schedule: readonly ScheduledFrame[], byUs: number): readonly ScheduledFrame[] {
	return schedule.map(({ frame, startUs, endUs }) => ({
		frame,
		startUs: startUs + byUs,
		endUs: endUs + byUs,
	}));
}

/** Share of its duration for which the bus is taken, pauses between frames that have to be included; 0 to 1. */
export function loadOf(schedule: readonly ScheduledFrame[]): number {
	const taken = schedule.reduce((sum, { startUs, endUs }) => sum + endUs - startUs + INTERFRAME_US, 0);
	const [first, last] = [schedule[0], schedule.at(-1)];
	return first && last ? taken / (last.endUs + INTERFRAME_US - first.startUs) : 0;
}

function at(startUs: number, frame: BusFrame): ScheduledFrame {
	return { frame, startUs, endUs: startUs + frameBits(frame) * BIT_US };
}
