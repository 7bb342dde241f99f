import { describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../../src/event";
import { EventLog } from "../../../src/portal/event-log";
import type { LoggedEvent } from "../../../src/portal/portal-device";

const read = (log: EventLog) => JSON.parse(log.text()) as LoggedEvent[];
const waiting = (detail: string): AppEvent => ({
	...{ event: "connection", state: "waiting", reason: "refused", detail, retryMs: 1000 },
});

describe("the log", () => {
	test("begins empty and keeps what happened in its order", () => {
		const log = new EventLog();
		expect(log.text()).toBe("[]");
		log.add(1, { event: "unconfigured", errors: [] });
		log.add(3, { event: "connection", state: "online" });
		expect(read(log)).toEqual([
			{ at: 1, event: { event: "unconfigured", errors: [] } },
			{ at: 3, event: { event: "connection", state: "online" } },
		]);
	});

	test("keeps neither values nor what was published", () => {
		const log = new EventLog();
		const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
		log.add(1, { event: "values", values: {}, ages: {}, frames: 1, rejected });
		log.add(1, { event: "published", topic: "t", payload: "p" });
		expect(log.text()).toBe("[]");
	});

	test("never takes more than 4 KB, and forgets the oldest", () => {
		const log = new EventLog();
		for (let at = 0; at < 1000; at++) {
			log.add(at, waiting("x".repeat(at % 300)));
			expect(log.text().length).toBeLessThan(4096 + 200 + 2);
		}
		const kept = read(log).map(({ at }) => at);
		expect(kept).toEqual(kept.map((_, index) => 1000 - kept.length + index));
		expect(kept.length).toBeGreaterThan(10);
	});

	test("keeps 200 events", () => {
		const log = new EventLog();
		for (let at = 0; at < 300; at++) log.add(at, { event: "stopped" });
		expect(read(log).length).toBeLessThanOrEqual(200);
	});

	test("keeps of a long event that it was", () => {
		const log = new EventLog();
		log.add(7, waiting("x".repeat(1000)));
		expect(read(log)).toEqual([{ at: 7, event: { event: "connection" } }]);
	});
});
