import { describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../src/event";
import type { MetricKey } from "../../src/vehicle/metrics";
import { Once, type Outcome } from "./once";

const COMPLETE = { soc: 58.4, health: 91, voltage: 360.5, capacity: 50.1, range: 120 };
const PRIMARY = Object.keys(COMPLETE) as MetricKey[];
const DONE: Outcome = {
	code: 0,
	text: "the broker has acknowledged a complete set: soc 58.4, health 91, voltage 360.5, capacity 50.1, range 120",
};

type Values = Partial<Record<MetricKey, number>>;

const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
const said = (values: Values): AppEvent => ({ event: "values", values, ages: {}, frames: 1, rejected });
const delivered = (...missing: MetricKey[]): AppEvent => ({ event: "delivered", missing });
const lost = (reason: string, detail?: string): AppEvent => ({
	...{ event: "connection", state: "waiting", reason, retryMs: 1000 },
	...(detail !== undefined && { detail }),
});

function setUp({ replaying = false } = {}) {
	const once = new Once(replaying);
	/** Takes events that must not decide; returns the verdict on the last one. */
	const take = (...events: readonly AppEvent[]): Outcome | undefined => {
		const verdicts = events.map((event) => once.take(event));
		expect(verdicts.slice(0, -1).filter(Boolean)).toEqual([]);
		return verdicts.at(-1);
	};
	/** The device publishes values, and the broker acknowledges them. */
	const publish = (values: Values, topic = "p/id") => {
		for (const [key, value] of Object.entries(values)) {
			const event = { event: "published", topic: `${topic}/${key}/state`, payload: String(value) } as const;
			expect(once.take(event)).toBeUndefined();
		}
		return take(delivered(...PRIMARY.filter((key) => values[key] === undefined)));
	};
	return { once, take, publish };
}

describe("a run for one complete set of values", () => {
	test("ends well when the broker has acknowledged what the car says", () => {
		const { take, publish } = setUp();
		expect(take({ event: "connection", state: "connecting" }, { event: "connection", state: "online" })).toBe(
			undefined,
		);
		expect(take(said(COMPLETE))).toBeUndefined();
		expect(publish(COMPLETE)).toBeUndefined();
		expect(take(said({ ...COMPLETE, current: -3 }))).toEqual(DONE);
	});

	test("does not take the values of another time for those of now", () => {
		const { take, publish } = setUp();
		publish({ ...COMPLETE, soc: 58.3 });
		expect(take(said(COMPLETE))).toBeUndefined();
		publish(COMPLETE);
		expect(take(said(COMPLETE))).toEqual(DONE);
	});

	test("does not end with a set that lacks something, nor before the broker has it", () => {
		const { take, publish } = setUp();
		const { capacity, ...rest } = COMPLETE;
		publish(rest);
		expect(take(said(rest), said(COMPLETE))).toBeUndefined();
		const event = { event: "published", topic: "p/id/capacity/state", payload: String(capacity) } as const;
		expect(take(event, said(COMPLETE))).toBeUndefined();
		expect(take(delivered(), said(COMPLETE))).toEqual(DONE);
	});

	test("takes only state topics for values", () => {
		const { take, publish } = setUp();
		publish(COMPLETE);
		const event = { event: "published", payload: "0" } as const;
		take({ ...event, topic: "ha/sensor/id/soc/config" }, { ...event, topic: "p/id/data" });
		expect(take(said(COMPLETE))).toEqual(DONE);
		take({ ...event, topic: "p/q/id/soc/state" });
		expect(take(said(COMPLETE))).toBeUndefined();
	});

	test("counts of a replay only what comes after its end", () => {
		const { once, take, publish } = setUp({ replaying: true });
		publish(COMPLETE);
		expect(take(said(COMPLETE))).toBeUndefined();
		once.replayEnded();
		const last = { ...COMPLETE, range: 119 };
		expect(take(said(last))).toBeUndefined();
		publish(last);
		expect(take(said(last))).toMatchObject({ code: 0, text: expect.stringContaining("range 119") });
	});
});

describe("a run that cannot come to that", () => {
	test("ends at once when trying again would not help, and says why", () => {
		expect(setUp().take(lost("tls-untrusted", "self-signed"))).toEqual({
			code: 1,
			text: expect.stringMatching(/^wrong CA: .* \(self-signed\)$/),
		});
		const outcome = setUp({ replaying: true }).take(lost("bad-credentials"));
		expect(outcome).toEqual({ code: 1, text: "wrong user or password" });
	});

	test("waits when it may pass, and names it if it does not", () => {
		const { once, take } = setUp();
		expect(take(lost("tcp-refused"), { event: "connection", state: "connecting" })).toBeUndefined();
		expect(once.timeout(30)).toEqual({ code: 1, text: "nobody listens on the broker's port" });
	});

	test("forgets a failure that has passed", () => {
		const { once, take } = setUp();
		take(lost("tcp-refused"), { event: "connection", state: "online" }, said({ soc: 50 }));
		expect(once.timeout(30).text).toMatch(/still unknown: health, voltage, capacity, range$/);
	});

	test("ends at once with settings that are not valid, but waits for a person to enter some", () => {
		expect(setUp().take({ event: "unconfigured", errors: [] })).toBeUndefined();
		const errors = [
			{ field: "mqtt.host", message: "is missing" },
			{ field: "mqtt.qos", message: "must be one of 0, 1, 2" },
		];
		expect(setUp().take({ event: "unconfigured", errors })).toEqual({
			code: 1,
			text: "setting mqtt.host is missing; setting mqtt.qos must be one of 0, 1, 2",
		});
	});

	test("says when time is up what the car has not told", () => {
		const { once, take, publish } = setUp();
		const nothing = "no complete set of values within 7 s; still unknown: ";
		expect(once.timeout(7)).toEqual({ code: 1, text: `${nothing}soc, health, voltage, capacity, range` });
		const { capacity: _, ...rest } = COMPLETE;
		publish(rest);
		take(said(rest));
		expect(once.timeout(7)).toEqual({ code: 1, text: `${nothing}capacity` });
	});

	test("says so when the car has told everything and the broker does not acknowledge it", () => {
		const { once, take, publish } = setUp();
		const text = "no complete set of values within 30 s; the broker has not acknowledged one";
		take(said(COMPLETE));
		expect(once.timeout(30)).toEqual({ code: 1, text });
		publish(COMPLETE);
		take(said({ ...COMPLETE, soc: 1 }));
		expect(once.timeout(30)).toEqual({ code: 1, text });
	});

	test("says when time is up that nobody has told the time, and what to do", () => {
		const { once, take } = setUp();
		const detail = "pool.ntp.org does not answer. Let UDP port 123 through.";
		expect(
			take({ event: "connection", state: "waiting", reason: "no-time", detail, retryMs: 1 }),
		).toBeUndefined();
		const { code, text } = once.timeout(30);
		expect([code, text]).toEqual([
			1,
			expect.stringMatching(/^the time is not known.*\(pool.ntp.org does not answer/),
		]);
	});

	test("says so when the replay was too long", () => {
		const { once, take, publish } = setUp({ replaying: true });
		publish(COMPLETE);
		take(said(COMPLETE));
		expect(once.timeout(30).text).toMatch(/the replay has not ended$/);
		once.replayEnded();
		expect(once.timeout(30).text).not.toMatch(/the replay has not ended$/);
	});
});
