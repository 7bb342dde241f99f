import { describe, expect, test } from "@jest/globals";
import type { Poll } from "../../../../src/leaf/polling/poll";
import { Schedule } from "../../../../src/leaf/polling/schedule";
import { CELLS, PLUG, SERIAL, STATE } from "./sample-polls";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function awake(plan: readonly Poll[], vin = false): Schedule {
	const schedule = new Schedule(plan, vin);
	schedule.wokenUp(0);
	return schedule;
}

/** What is asked until `until`, when everything is answered at once: `seconds name`. */
function run(
	schedule: Schedule,
	until: number,
	from = 0,
	answered: readonly Poll[] = [STATE, CELLS, PLUG, SERIAL],
) {
	const asked: string[] = [];
	for (let now = from; now < until; now += 100) {
		const poll = schedule.next(now);
		if (poll === undefined || schedule.dueInMs(poll, now) > 0) continue;
		asked.push(`${now / 1000} ${poll.reply.name}`);
		if (answered.includes(poll)) schedule.answered(poll.reply, now);
		else schedule.failed(poll, now);
	}
	return asked;
}

const times = (asked: readonly string[], { reply }: Poll) =>
	asked.flatMap((line) => (line.endsWith(` ${reply.name}`) ? [Number.parseFloat(line)] : []));

describe("when the car wakes up", () => {
	test("polls come one after the other, in the order of the plan, and keep that distance", () => {
		const asked = run(awake([STATE, CELLS, PLUG, SERIAL]), 64_000);
		expect(asked.slice(0, 5)).toEqual(["0 state", "1 cells", "2 plug", "3 serial", "10 state"]);
		expect(asked.slice(-3)).toEqual(["60 state", "61 cells", "62 plug"]);
	});

	test("what is not yet due waits for its time, what is overdue is spread", () => {
		const schedule = awake([STATE, CELLS, PLUG, SERIAL]);
		run(schedule, 5000);
		schedule.slept();
		schedule.wokenUp(20 * MINUTE);
		expect(run(schedule, 20 * MINUTE + 5000, 20 * MINUTE)).toEqual(["1200 state", "1201 cells", "1202 plug"]);
		expect(schedule.dueInMs(SERIAL, 20 * MINUTE)).toBe(40 * MINUTE + 3000);
	});

	test("what has just been answered is not asked sooner", () => {
		const schedule = awake([STATE]);
		schedule.answered(STATE.reply, 0);
		schedule.wokenUp(4000);
		expect(run(schedule, 15_000)).toEqual(["10 state"]);
	});
});

describe("of several that are due", () => {
	test("the one that is most overdue for its period comes first, so that what is rare waits", () => {
		const schedule = awake([SERIAL, CELLS, STATE]);
		run(schedule, 4000);
		const late = HOUR + 5000;
		expect(run(schedule, late + 300, late)).toEqual([
			`${late / 1000} state`,
			`${late / 1000 + 0.1} cells`,
			`${late / 1000 + 0.2} serial`,
		]);
	});

	test("nothing starves, even if only one can be asked in a second", () => {
		const schedule = awake([STATE, CELLS, PLUG, SERIAL]);
		const asked: string[] = [];
		for (let now = 0; now <= 2 * HOUR; now += 3000) {
			const poll = schedule.next(now) as Poll;
			if (schedule.dueInMs(poll, now) > 0) continue;
			asked.push(poll.reply.name);
			schedule.answered(poll.reply, now);
		}
		expect(asked.filter((name) => name === "serial").length).toBeGreaterThanOrEqual(2);
		expect(asked.filter((name) => name === "plug").length).toBeGreaterThanOrEqual(110);
		expect(asked.filter((name) => name === "state").length).toBeGreaterThanOrEqual(590);
	});
});

describe("a poll that fails", () => {
	test("is tried twice more, then at its next period, and ever later", () => {
		const asked = times(run(awake([STATE]), 3 * HOUR, 0, []), STATE);
		expect(asked.slice(0, 9)).toEqual([0, 1, 2, 12, 13, 14, 24, 25, 26]);
		expect(asked.slice(9, 12)).toEqual([86, 87, 88]);
		expect(asked.slice(12, 16)).toEqual([688, 689, 690, 1290]);
	});

	test("is tried as often as it says", () => {
		expect(times(run(awake([{ ...STATE, retries: 0 }]), 25_000, 0, []), STATE)).toEqual([0, 10, 20]);
	});

	test("does not come sooner than its period for being left alone", () => {
		const asked = times(run(awake([SERIAL]), 3 * HOUR, 0, []), SERIAL);
		expect(asked).toEqual([0, 1, 2, 3602, 3603, 3604, 7204, 7205, 7206]);
	});

	test("does not hold up the others", () => {
		const asked = run(awake([STATE, CELLS]), MINUTE, 0, [CELLS]);
		expect(times(asked, CELLS)).toEqual([1.1]);
	});

	test("is asked in its period again as soon as its control unit answers anything", () => {
		const schedule = awake([STATE, CELLS, PLUG]);
		run(schedule, HOUR, 0, []);
		expect(schedule.dueInMs(STATE, HOUR)).toBeGreaterThan(60_000);
		schedule.answered(PLUG.reply, HOUR);
		expect(schedule.dueInMs(STATE, HOUR)).toBeGreaterThan(60_000);
		schedule.answered(CELLS.reply, HOUR);
		expect(schedule.dueInMs(STATE, HOUR)).toBe(10_000);
	});

	test("has its tries again after an answer", () => {
		const schedule = awake([STATE]);
		for (const now of [0, 1000]) schedule.failed(STATE, now);
		schedule.answered(STATE.reply, 2000);
		expect(times(run(schedule, 16_000, 12_000, []), STATE)).toEqual([12, 13, 14]);
	});

	test("by a refusal is not tried again before its next period", () => {
		const schedule = awake([STATE]);
		schedule.refused(STATE, 0);
		expect(schedule.dueInMs(STATE, 0)).toBe(10_000);
	});
});

describe("what is not supported", () => {
	test("is not asked again until the car has slept", () => {
		const schedule = awake([STATE, CELLS]);
		schedule.unsupported(STATE);
		expect(times(run(schedule, HOUR), STATE)).toEqual([]);
		schedule.slept();
		schedule.wokenUp(HOUR);
		expect(schedule.next(HOUR)).toBe(STATE);
	});

	test("leaves nothing to ask when it was all there is", () => {
		const schedule = awake([STATE]);
		schedule.unsupported(STATE);
		expect(schedule.next(0)).toBeUndefined();
		expect(new Schedule([], false).next(0)).toBeUndefined();
	});
});

describe("conditions", () => {
	test("a poll for some generations is asked when it is known that the car is one of them", () => {
		const schedule = awake([{ ...STATE, generations: ["AZE0", "ZE1"] }]);
		const asked = (["ZE0", "AZE0", undefined, "ZE1"] as const).map((generation) => {
			schedule.setGeneration(generation);
			return schedule.next(0) !== undefined;
		});
		expect([awake([{ ...STATE, generations: ["ZE1"] }]).next(0), asked]).toEqual([
			undefined,
			[false, true, false, true],
		]);
	});

	test("a poll may make sense only while the car charges", () => {
		const schedule = awake([{ ...STATE, only: "charging" }]);
		const asked = [false, true, false].map((charging) => {
			schedule.setCharging(charging);
			return schedule.next(0) !== undefined;
		});
		expect(asked).toEqual([false, true, false]);
	});

	test("the VIN is asked for only if the owner wants it", () => {
		const vin: Poll = { ...SERIAL, only: "vin" };
		expect([awake([vin]).next(0), awake([vin], true).next(0)]).toEqual([undefined, vin]);
	});
});

test("a poll of another plan is a mistake", () => {
	expect(() => awake([STATE]).dueInMs(CELLS, 0)).toThrow(RangeError);
});
