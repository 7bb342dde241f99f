import { describe, expect, test } from "@jest/globals";
import { type ChaosResult, ChaosRun, type Tally } from "./chaos-run";
import type { FaultName } from "./faults";

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function tallies(tallies: readonly Tally[]): string {
	const of = (what: keyof Tally) => `${sum(tallies.map((tally) => tally[what]))} ${what}`;
	return (["sent", "lost", "doubled", "overtaken"] as const).map(of).join(", ");
}

/** What has been tried and what came of it, for people. */
function report(what: string, results: readonly ChaosResult[]): string {
	const names = [...new Set(results.flatMap(({ faults }) => Object.keys(faults)))] as FaultName[];
	const struck = names.map((name) => `${name} ${sum(results.map(({ faults }) => faults[name] ?? 0))}`);
	const longest = Math.max(...results.map(({ longestHalfOpen }) => longestHalfOpen));
	return [
		`${what}: ${results.length} runs, ${sum(results.map(({ connections }) => connections))} connections`,
		`  device to broker: ${tallies(results.map(({ records }) => records))}`,
		`  broker to device: ${tallies(results.map(({ commands }) => commands))}`,
		`  states out of date in the end: ${sum(results.map(({ stale }) => stale.length))}`,
		`  half-open links unnoticed for at most ${longest.toFixed(2)} keep-alives`,
		`  faults: ${struck.join(", ")}`,
	].join("\n");
}

/** Runs with seeds from 1 on, of which each can be made again by its seed. */
function runs(count: number, qos: 1 | 2, amnesia = false): ChaosResult[] {
	return Array.from({ length: count }, (_, index) => {
		const result = new ChaosRun(index + 1, qos, amnesia).run();
		const { records, violations, stale } = result;
		// Told here, with the seed, as nobody can tell from the sum which run it was.
		expect({ seed: index + 1, lost: records.lost, violations, stale }).toEqual({
			...{ seed: index + 1, lost: 0, violations: [], stale: [] },
		});
		expect(result.longestHalfOpen).toBeLessThanOrEqual(1.5);
		return result;
	});
}

describe("whatever happens to broker and network", () => {
	const tried = (results: readonly ChaosResult[]) =>
		new Set(results.flatMap(({ faults }) => Object.keys(faults)));

	test("QoS 1 loses nothing, either way", () => {
		const results = runs(100, 1);
		process.stdout.write(`${report("QoS 1", results)}\n`);
		expect(sum(results.map(({ commands }) => commands.lost))).toBe(0);
		expect(sum(results.map(({ records }) => records.overtaken))).toBe(0);
		// Else it would not have been put to the test.
		expect(sum(results.map(({ records }) => records.doubled))).toBeGreaterThan(0);
		expect(tried(results).size).toBe(7);
	}, 60_000);

	test("QoS 2 loses nothing and doubles nothing, either way", () => {
		const results = runs(100, 2);
		process.stdout.write(`${report("QoS 2", results)}\n`);
		for (const { records, commands } of results) {
			expect([commands.lost, records.doubled, commands.doubled]).toEqual([0, 0, 0]);
		}
		expect(tried(results).size).toBe(7);
	}, 60_000);

	test("the journal loses nothing when device and broker lose their memory, too", () => {
		const results = runs(40, 1, true);
		process.stdout.write(`${report("QoS 1, with loss of memory", results)}\n`);
		expect(tried(results).size).toBe(9);
	}, 60_000);
});

test("a run can be made again by its seed", () => {
	expect(new ChaosRun(5, 2).run()).toEqual(new ChaosRun(5, 2).run());
});
