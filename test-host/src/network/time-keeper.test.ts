import { describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../../src/event";
import { TimeKeeper } from "../../../src/network/time-keeper";
import type { TimeAnswer } from "../../../src/network/time-source";
import { ManualClock } from "../../helpers/manual-clock";

const FLOOR = Date.UTC(2026, 9, 1);
const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const SILENT: TimeAnswer = { reason: "no-answer" };

/** A keeper without luck, and servers that say what `answers` says 100 ms later. */
function setUp(
	answers: Record<string, TimeAnswer>,
	{ utc = undefined as number | undefined, up = true } = {},
) {
	const clock = new ManualClock(utc);
	const events: AppEvent[] = [];
	/** Server and time, s. */
	const asked: [string, number][] = [];
	const stored = new Map<string, string>();
	const network = { up, isUp: () => network.up };
	const keeper = new TimeKeeper({
		...{ clock, network, random: () => 0, servers: Object.keys(answers) },
		source: {
			floor: FLOOR,
			ask: (server, onAnswer) => {
				asked.push([server, Math.floor(clock.monotonic() / 1000)]);
				return clock.after(100, () => onAnswer(answers[server] as TimeAnswer));
			},
			setUtc: (time) => clock.setUtc(time),
		},
		store: { read: (key) => stored.get(key), write: (key, text) => void stored.set(key, text) },
		report: (event) => void events.push(event),
	});
	keeper.start();
	return { clock, keeper, events, asked, stored, network, answers };
}

describe("a clock that nobody has set", () => {
	test("is set by the first server that tells a time", () => {
		const { clock, keeper, events, asked } = setUp({ a: { utc: NOW }, b: { utc: NOW + HOUR } });
		expect(keeper.obstacle).toEqual({ retryMs: 0 });
		clock.advance(100);
		expect([clock.utc(), keeper.obstacle, asked]).toEqual([NOW, undefined, [["a", 0]]]);
		expect(events).toEqual([{ event: "time", server: "a", utc: "2026-11-23T12:00:00.000Z" }]);
	});

	test("is set by the next when one does not", () => {
		const { clock, keeper, asked, events } = setUp({ a: SILENT, b: { reason: "dns" }, c: { utc: NOW } });
		clock.advance(300);
		expect([clock.utc(), keeper.obstacle, asked.map(([server]) => server)]).toEqual([
			NOW,
			undefined,
			["a", "b", "c"],
		]);
		expect(events.slice(0, 2)).toEqual([
			{ event: "time", server: "a", reason: "no-answer" },
			{ event: "time", server: "b", reason: "dns" },
		]);
	});

	test("stays so when nobody answers, and it is said who, why, what to do and until when", () => {
		const { clock, keeper } = setUp({
			"a.example": SILENT,
			"b.example": { reason: "kissed", detail: "RATE" },
		});
		clock.advance(200);
		expect([clock.utc(), keeper.obstacle]).toEqual([
			undefined,
			{
				detail:
					"a.example does not answer; b.example wants to be left alone (RATE). Let UDP port 123 through to it, " +
					"or name another time server (device.timeServers).",
				retryMs: 15_000,
			},
		]);
	});

	test("is asked for again in pauses from 15 s to 5 min, for ever", () => {
		const { clock, asked, keeper } = setUp({ a: SILENT });
		clock.advance(24 * HOUR);
		const pauses = asked.slice(1).map(([, at], index) => at - (asked[index]?.[1] ?? 0));
		expect(pauses.slice(0, 6)).toEqual([15, 30, 60, 120, 200, 200]);
		expect([Math.min(...pauses), Math.max(...pauses)]).toEqual([15, 201]);
		expect([clock.utc(), keeper.obstacle?.retryMs]).toEqual([undefined, 200_000]);
	});

	test("is set when an answer comes at last", () => {
		const { clock, keeper, answers } = setUp({ a: SILENT });
		clock.advance(600_000);
		answers["a"] = { utc: NOW };
		clock.advance(200_000);
		expect([typeof clock.utc(), keeper.obstacle]).toEqual(["number", undefined]);
	});

	test("waits for the network, and costs no question before", () => {
		const { clock, asked, network } = setUp({ a: { utc: NOW } }, { up: false });
		clock.advance(HOUR);
		expect(asked).toEqual([]);
		network.up = true;
		clock.advance(350);
		expect([asked.length, clock.utc()]).toEqual([1, NOW]);
	});
});

describe("a time before the floor", () => {
	test("is refused, and the next server is asked", () => {
		const { clock, events } = setUp({ a: { utc: FLOOR - 1 }, b: { utc: FLOOR } });
		clock.advance(200);
		expect(clock.utc()).toBe(FLOOR);
		const detail = "2026-09-30, must be 2026-10-01 or later";
		expect(events[0]).toEqual({ event: "time", server: "a", reason: "before-floor", detail });
	});

	test("leaves the clock unset, and it is said why", () => {
		const { clock, keeper } = setUp({ a: { utc: Date.UTC(2020, 0, 1) } });
		clock.advance(100);
		expect(clock.utc()).toBeUndefined();
		expect(keeper.obstacle?.detail).toContain(
			"a tells a time before this firmware was built or last knew the time (2020-01-01, must be 2026-10-01 or later)",
		);
	});

	test("does not turn back a clock that is set", () => {
		const { clock, keeper } = setUp({ a: { utc: Date.UTC(2020, 0, 1) } }, { utc: NOW });
		clock.advance(100);
		expect([clock.utc(), keeper.obstacle]).toEqual([NOW + 100, undefined]);
	});
});

describe("a clock that is set", () => {
	test("is good at once, and is asked for all the same", () => {
		const { clock, keeper, asked } = setUp({ a: { utc: NOW + 5000 } }, { utc: NOW });
		expect([keeper.obstacle, asked]).toEqual([undefined, [["a", 0]]]);
		clock.advance(100);
		expect(clock.utc()).toBe(NOW + 5000);
	});

	test("is set again every six hours, with pauses from the beginning when that fails", () => {
		const { clock, asked, answers } = setUp({ a: { utc: NOW } });
		clock.advance(6 * HOUR + 200);
		answers["a"] = SILENT;
		clock.advance(6 * HOUR + 16_000);
		expect(asked.map(([, at]) => at)).toEqual([0, 21_600, 43_200, 43_215]);
	});
});

describe("the time last seen", () => {
	test("is stored when a certificate has been verified at it, and not before", () => {
		const { clock, keeper, stored } = setUp({ a: { utc: NOW } });
		keeper.verified();
		clock.advance(100);
		expect(stored.size).toBe(0);
		keeper.verified();
		expect([...stored]).toEqual([["last-seen", String(NOW / 1000)]]);
	});
});

test("the end leaves no timer, whenever it comes", () => {
	for (const [answer, ms] of [
		[SILENT, 0],
		[SILENT, 100],
		[{ utc: NOW }, 100],
	] as const) {
		const { clock, keeper, asked } = setUp({ a: answer });
		clock.advance(ms);
		keeper.stop();
		const before = asked.length;
		clock.advance(24 * HOUR);
		expect([clock.pending, asked.length]).toEqual([0, before]);
	}
	const { clock, keeper } = setUp({ a: SILENT }, { up: false });
	keeper.stop();
	expect(clock.pending).toBe(0);
});
