import { describe, expect, test } from "@jest/globals";
import { Job } from "../../../src/portal/job";
import { ManualClock } from "../../helpers/manual-clock";

describe("a job", () => {
	test("that ends at once is done", () => {
		const clock = new ManualClock();
		const job = new Job<string>(clock, 100, "late");
		job.start((onDone) => {
			onDone("early");
			return () => {};
		});
		expect([job.isBusy, job.result, clock.pending]).toEqual([false, "early", 0]);
	});

	test("that was given up is not heard any more", () => {
		const clock = new ManualClock();
		const job = new Job<string>(clock, 100, "late");
		const told: ((result: string) => void)[] = [];
		const begin = (onDone: (result: string) => void) => {
			told.push(onDone);
			return () => {};
		};
		job.start(begin);
		clock.advance(100);
		expect([job.isBusy, job.result]).toEqual([false, "late"]);
		job.start(begin);
		told[0]?.("of the first");
		expect([job.isBusy, job.result]).toEqual([true, undefined]);
		told[1]?.("of the second");
		expect([job.isBusy, job.result, clock.pending]).toEqual([false, "of the second", 0]);
	});

	test("that cannot begin says why and keeps the last result", () => {
		const job = new Job<string>(new ManualClock(), 100, "late");
		expect(job.start(() => ({ errors: [] }))).toEqual({ errors: [] });
		expect([job.isBusy, job.result]).toEqual([false, undefined]);
	});
});
