import { describe, expect, test } from "@jest/globals";
import type { Group01 } from "../../../../src/leaf/diagnostics/group-01";
import { Poller } from "../../../../src/leaf/polling/poller";
import { FLOW_CONTROL, REPLY, REQUEST } from "../../../helpers/aze0-reply";
import { FakeCanBus } from "../../../helpers/fake-can-bus";
import { parseFrame } from "../../../virtual/frame-text";

function setUp(silentBusAllowed = false) {
	const groups: Group01[] = [];
	const bus = new FakeCanBus();
	const poller = new Poller({ silentBusAllowed, onGroup01: (group) => void groups.push(group) });
	const hear = (now: number, ...frames: readonly string[]) => {
		for (const frame of frames) poller.receive(parseFrame(frame), now);
	};
	/** Time passes on a bus that lives. */
	const live = (from: number, to: number) => {
		for (let now = from; now <= to; now += 50) {
			poller.busAlive(now);
			poller.tick(bus, now);
		}
	};
	return { groups, bus, poller, hear, live };
}

describe("the poller", () => {
	test("asks on a live bus, takes the reply, and only listens before and after", () => {
		const { groups, bus, live, hear } = setUp();
		live(0, 0);
		expect(bus.take()).toEqual(["normal", REQUEST]);
		hear(5, REPLY[0]);
		expect(bus.take()).toEqual([FLOW_CONTROL]);
		hear(20, ...REPLY.slice(1));
		expect(bus.take()).toEqual(["listen-only"]);
		expect(groups).toHaveLength(1);
		expect(groups[0]?.capacityAh).toBeCloseTo(50.12, 1);
	});

	test("asks again ten seconds after an answer", () => {
		const { bus, live, hear } = setUp();
		live(0, 0);
		hear(0, ...REPLY);
		bus.take();
		live(50, 9950);
		expect(bus.take()).toEqual([]);
		live(10_000, 10_000);
		expect(bus.take()).toEqual(["normal", REQUEST]);
	});

	test("never sends on a silent bus", () => {
		const { bus, poller, live } = setUp();
		for (let now = 0; now < 700_000; now += 50) poller.tick(bus, now);
		expect(bus.take()).toEqual([]);
		live(700_000, 700_000);
		expect(bus.take()).toEqual(["normal", REQUEST]);
		for (let now = 701_250; now < 800_000; now += 50) poller.tick(bus, now);
		expect(bus.take()).toEqual(["listen-only"]);
	});

	test("behind the gateway it may, in growing pauses", () => {
		const { bus, poller } = setUp(true);
		const asked: number[] = [];
		for (let now = 0; now < 1_500_000; now += 50) {
			poller.tick(bus, now);
			if (bus.take().includes(REQUEST)) asked.push(now);
		}
		const pauses = asked.slice(1).map((now, index) => Math.round((now - (asked[index] ?? 0)) / 1000));
		expect(pauses).toEqual([2, 10, 60, 600, 600]);
	});

	test("behind the gateway a battery that refuses is left alone in growing pauses, too", () => {
		const { bus, poller, hear } = setUp(true);
		const asked: number[] = [];
		for (let now = 0; now < 100_000; now += 50) {
			poller.tick(bus, now);
			if (!bus.take().includes(REQUEST)) continue;
			asked.push(now);
			poller.busAlive(now + 10);
			hear(now + 10, "0x7BB#037F2112FFFFFFFF");
		}
		const pauses = asked.slice(1).map((now, index) => Math.round((now - (asked[index] ?? 0)) / 1000));
		expect(pauses).toEqual([2, 10, 60]);
	});

	test("gives up a reply that breaks off, and stays quiet for a while", () => {
		const { groups, bus, hear, live } = setUp();
		live(0, 0);
		hear(5, REPLY[0], REPLY[1]);
		bus.take();
		live(50, 2000);
		expect(bus.take()).toEqual(["listen-only"]);
		hear(2000, ...REPLY.slice(2));
		expect(groups).toEqual([]);
	});

	test("a lost frame in the middle gives no value", () => {
		const { groups, hear, live } = setUp();
		live(0, 0);
		hear(5, REPLY[0], REPLY[1], REPLY[3], REPLY[4], REPLY[5]);
		expect(groups).toEqual([]);
	});

	test("keeps out of the way of another tester for ten seconds, and learns from what that one is told", () => {
		const { groups, bus, hear, live } = setUp();
		hear(0, REQUEST, REPLY[0], FLOW_CONTROL, ...REPLY.slice(1));
		expect(groups).toHaveLength(1);
		live(0, 9950);
		expect(bus.take()).toEqual([]);
		live(10_000, 10_050);
		expect(bus.take()).toEqual(["normal", REQUEST]);
	});

	test("a tester who comes while we ask ends our request", () => {
		const { bus, hear, live } = setUp();
		live(0, 0);
		bus.take();
		hear(1, REQUEST, REPLY[0]);
		expect(bus.take()).toEqual(["listen-only"]);
	});

	test("a negative answer and a foreign group are no values", () => {
		const { groups, bus, live, hear } = setUp();
		live(0, 0);
		hear(5, "0x7BB#037F2112FFFFFFFF");
		hear(6, "0x7BB#066184323330FFFF");
		expect(groups).toEqual([]);
		expect(bus.mode).toBe("listen-only");
	});

	test("waits up to five seconds for an answer that is announced", () => {
		const { groups, bus, live, hear } = setUp();
		live(0, 0);
		hear(100, "0x7BB#037F2178FFFFFFFF");
		live(150, 5000);
		hear(5050, ...REPLY);
		expect(groups).toHaveLength(1);
		expect(bus.take()).toEqual(["normal", REQUEST, FLOW_CONTROL, "listen-only"]);
	});

	test("sends nothing but that one question and its flow control", () => {
		const { bus, hear, live } = setUp();
		for (let now = 0; now < 100_000; now += 1000) {
			live(now, now);
			hear(now, ...REPLY);
		}
		const sent = new Set(bus.take().filter((entry) => entry.startsWith("0x")));
		expect(sent).toEqual(new Set([REQUEST, FLOW_CONTROL]));
	});
});
