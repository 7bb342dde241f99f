import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MEASURES } from "../../../src/telemetry/measures";
import { Pace } from "../../../src/telemetry/pace";
import { METRICS, type MetricKey, PRIMARY_METRICS } from "../../../src/vehicle/metrics";
import type { MetricValue } from "../../../src/vehicle/samples";

/** What is published, with its time in s, of a value looked at once a second. */
function published(metric: MetricKey, valueAt: (second: number) => MetricValue | undefined, seconds: number) {
	const pace = new Pace();
	const sent: [number, MetricValue | undefined][] = [];
	for (let second = 0; second <= seconds; second++) {
		const value = valueAt(second);
		if (!pace.due(metric, value, second * 1000)) continue;
		pace.published(metric, value, second * 1000);
		sent.push([second, value]);
	}
	return sent;
}

const secondsOf = (sent: readonly (readonly [number, unknown])[]) => sent.map(([second]) => second);

describe("every number", () => {
	const numbers = METRICS.filter(({ decimals }) => decimals !== undefined);

	test.each(numbers.map(({ key, decimals }) => [key, decimals ?? 0] as const))(
		"%s has a step that is shown, and a pace between 5 s and a minute",
		(key, decimals) => {
			const measure = MEASURES[key];
			expect(measure?.step).toBeGreaterThanOrEqual(10 ** -decimals);
			expect(measure?.every).toBeGreaterThanOrEqual(5000);
			expect(measure?.every).toBeLessThanOrEqual(60_000);
		},
	);

	test("and nothing else has one", () => {
		expect(new Set(Object.keys(MEASURES))).toEqual(new Set(numbers.map(({ key }) => key)));
	});

	test.each(PRIMARY_METRICS)("%s, as a primary one, tells every digit shown within five seconds", (key) => {
		const decimals = METRICS.find((metric) => metric.key === key)?.decimals ?? 0;
		expect(MEASURES[key]).toEqual({ step: 10 ** -decimals, every: 5000 });
	});
});

describe("the pace", () => {
	test("of what changes all the time is that of its measure", () => {
		expect(secondsOf(published("speed", (second) => second * 10, 30))).toEqual([0, 10, 20, 30]);
		expect(secondsOf(published("soc", (second) => 90 - second, 12))).toEqual([0, 5, 10]);
		expect(secondsOf(published("temperature", (second) => second, 65))).toEqual([0, 30, 60]);
	});

	test("brings together what moves, whenever it was told last", () => {
		const pace = new Pace();
		pace.published("voltage", 380, 1000);
		pace.published("soc", 50, 3000);
		pace.published("power", 1, 4000);
		const due = (now: number) =>
			[pace.due("voltage", 370, now), pace.due("soc", 60, now), pace.due("power", 9, now)] as const;
		expect([due(4999), due(5000), due(9999), due(10_000)]).toEqual([
			[false, false, false],
			[true, true, false],
			[true, true, false],
			[true, true, true],
		]);
	});

	test("of what changes after a quiet time is at once", () => {
		expect(published("current", (second) => (second < 23 ? 0 : 50), 40)).toEqual([
			[0, 0],
			[23, 50],
		]);
	});

	test("lets a change smaller than the step wait, a minute at most", () => {
		expect(published("temperature", (second) => (second < 40 ? 20 : 20.4), 200)).toEqual([
			[0, 20],
			[60, 20.4],
		]);
		expect(published("temperature", (second) => (second < 40 ? 20 : 20.5), 200)).toEqual([
			[0, 20],
			[40, 20.5],
		]);
		expect(secondsOf(published("temperature", (second) => 20 + (second % 2) / 10, 59))).toEqual([0]);
	});

	test("takes a step for one although decimal fractions do not come out even", () => {
		for (let value = 0; value < 1000; value++) {
			const soc = (second: number) => Number(((value + second / 5) / 10).toFixed(1));
			expect([value, published("soc", (second) => (second % 5 === 0 ? soc(second) : undefined), 0)]).toEqual([
				value,
				[[0, soc(0)]],
			]);
			const pace = new Pace();
			pace.published("soc", soc(0), 0);
			expect([value, pace.due("soc", soc(5), 5000)]).toEqual([value, true]);
		}
	});

	test("of news is at once: known, unknown, texts, yes and no", () => {
		expect(secondsOf(published("speed", (second) => (second % 2 === 0 ? 1 : undefined), 4))).toEqual([
			...[0, 1, 2, 3, 4],
		]);
		expect(secondsOf(published("gear", (second) => (second < 2 ? "P" : "D"), 9))).toEqual([0, 2]);
		expect(secondsOf(published("plugged", (second) => second > 2, 9))).toEqual([0, 3]);
	});

	test("of what was never known is none", () => {
		expect(published("soc", () => undefined, 100)).toEqual([]);
		const pace = new Pace();
		pace.restart();
		expect(pace.due("soc", undefined, 0)).toBe(false);
	});

	test("begins anew with everything, also with what has become unknown", () => {
		const pace = new Pace();
		pace.published("soc", 50, 0);
		pace.published("speed", 50, 0);
		pace.restart();
		expect([pace.due("soc", 50, 1), pace.due("speed", undefined, 1)]).toEqual([true, true]);
		pace.published("speed", undefined, 1);
		expect(pace.due("speed", undefined, 2)).toBe(false);
	});

	test("can be slowed down, but news is news", () => {
		const pace = new Pace();
		pace.slowDown(120_000);
		pace.published("soc", 50, 0);
		pace.published("plugged", true, 0);
		expect([pace.due("soc", 90, 119_999), pace.due("soc", 90, 120_000)]).toEqual([false, true]);
		expect([pace.due("soc", undefined, 1), pace.due("plugged", false, 1)]).toEqual([true, true]);
	});

	test("never keeps a value from the broker for more than a minute, nor sends more than it may", () => {
		const keys = Object.keys(MEASURES) as MetricKey[];
		fc.assert(
			fc.property(
				fc.constantFrom(...keys),
				fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 200 }),
				(key, tenths) => {
					const { every = 0 } = MEASURES[key] ?? {};
					const valueAt = (second: number) => (tenths[second] ?? tenths.at(-1) ?? 0) / 10;
					const end = tenths.length + 61;
					const sent = published(key, valueAt, end);
					expect(sent.at(-1)?.[1]).toBe(valueAt(end));
					const periods = sent.map(([second]) => Math.floor((second * 1000) / every));
					expect(new Set(periods).size).toBe(periods.length);
				},
			),
		);
	});
});
