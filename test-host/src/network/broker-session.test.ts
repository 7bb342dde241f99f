import { describe, expect, test } from "@jest/globals";
import { BrokerSession, type BrokerState } from "../../../src/network/broker-session";
import type { TimeObstacle } from "../../../src/network/time-source";
import { fakeLinks } from "../../helpers/fake-link";
import { ManualClock } from "../../helpers/manual-clock";

const WILL = { topic: "availability", payload: "offline", qos: 1, retain: true } as const;

/** A session without luck: pauses are the shortest. */
function setUp({ networkUp = true, obstacle = undefined as TimeObstacle | undefined } = {}) {
	const clock = new ManualClock();
	const { open, links, latest } = fakeLinks();
	const states: BrokerState[] = [];
	const told: string[] = [];
	const network = { up: networkUp, isUp: () => network.up };
	const time = { obstacle, verified: () => void told.push("verified") };
	const session = new BrokerSession({
		time,
		...{ open, will: WILL, clock, network, random: () => 0 },
		onState: (state) => void states.push(state),
		onOnline: (link, sessionPresent) =>
			void told.push(`online ${links.indexOf(link as never)} ${sessionPresent}`),
		onOffline: () => void told.push("offline"),
		onWritable: () => void told.push("writable"),
		onMessage: ({ payload }) => void told.push(payload),
	});
	/** The connection fails, `ms` after it has opened if it opens. */
	const fail = (reason: string, onlineMs?: number) => {
		if (onlineMs !== undefined) {
			latest().events.onOpen(false);
			clock.advance(onlineMs);
		}
		latest().events.onClosed(reason);
		const { state, retryMs = 0 } = states.at(-1) as { state: string; retryMs?: number };
		expect(state).toBe("waiting");
		clock.advance(retryMs);
		return retryMs / 1000;
	};
	return { clock, links, latest, states, told, network, time, session, fail };
}

describe("the connection to the broker", () => {
	test("is made with the will, told when it stands, and passes on what comes", () => {
		const { session, latest, states, told } = setUp();
		session.start();
		expect([latest().will, states, told]).toEqual([WILL, [{ state: "connecting" }], []]);
		latest().events.onOpen(true);
		latest().events.onWritable();
		latest().events.onMessage({ ...WILL, payload: "hello", dup: false });
		expect(states.at(-1)).toEqual({ state: "online" });
		expect(told).toEqual(["verified", "online 0 true", "writable", "hello"]);
	});

	test("tells when the broker's certificate expires", () => {
		const { session, latest, states } = setUp();
		session.start();
		latest().events.onOpen(false, 1_800_000_000_000);
		expect(states.at(-1)).toEqual({ state: "online", certificateExpires: 1_800_000_000_000 });
	});

	test("is tried again after pauses that grow", () => {
		const { session, links, fail, states } = setUp();
		session.start();
		expect([1, 2, 3, 4].map(() => fail("tcp-refused"))).toEqual([1, 2, 4, 8]);
		expect(links).toHaveLength(5);
		expect(states.slice(0, 3)).toEqual([
			{ state: "connecting" },
			{ state: "waiting", reason: "tcp-refused", retryMs: 1000 },
			{ state: "connecting" },
		]);
	});

	test("counts as stable after a minute, not at once", () => {
		const { session, fail } = setUp();
		session.start();
		expect([fail("connection-lost", 0), fail("connection-lost", 59_999)]).toEqual([1, 2]);
		expect(fail("connection-lost", 60_000)).toBe(1);
		expect(fail("connection-lost", 30_000)).toBe(2);
		// A minute in two halves is none.
		expect(fail("connection-lost", 30_000)).toBe(4);
	});

	test("is not hammered for with a wrong password: at most one attempt in two minutes", () => {
		const { session, clock, links, latest } = setUp();
		session.start();
		const end = 60 * 60_000;
		while (clock.monotonic() < end) {
			latest().events.onClosed("bad-credentials", "CONNACK 4");
			const before = links.length;
			while (links.length === before) clock.advance(1000);
		}
		expect(links.length).toBeGreaterThan(10);
		expect(links.length).toBeLessThanOrEqual(30);
	});

	test("tells what is behind the reason", () => {
		const { session, latest, states } = setUp();
		session.start();
		latest().events.onClosed("bad-credentials", "CONNACK 4");
		expect(states.at(-1)).toEqual({
			...{ state: "waiting", reason: "bad-credentials", detail: "CONNACK 4", retryMs: 120_000 },
		});
	});
});

describe("without a network", () => {
	test("nothing is tried until it is there, and then at once", () => {
		const { session, clock, links, states, network } = setUp({ networkUp: false });
		session.start();
		clock.advance(3_600_000);
		expect(links).toHaveLength(0);
		expect(states).toEqual([{ state: "waiting", reason: "no-network", retryMs: 250 }]);
		network.up = true;
		clock.advance(1000);
		expect([links.length, states.at(-1)]).toEqual([1, { state: "connecting" }]);
	});

	test("the time does not count as failures of the broker", () => {
		const { session, clock, links, latest, states, network, fail } = setUp();
		session.start();
		network.up = false;
		latest().events.onClosed("connection-lost");
		clock.advance(600_000);
		expect(links).toHaveLength(1);
		expect(states.slice(1)).toEqual([
			{ state: "waiting", reason: "connection-lost", retryMs: 1000 },
			{ state: "waiting", reason: "no-network", retryMs: 250 },
		]);
		network.up = true;
		clock.advance(1000);
		expect(fail("tcp-refused")).toBe(2);
		network.up = false;
		latest().events.onClosed("connection-lost");
		clock.advance(60_000);
		expect(states.at(-1)).toMatchObject({ reason: "no-network" });
	});
});

describe("without the time", () => {
	const FIRST = { retryMs: 0 };
	const SECOND = { detail: "a does not answer.", retryMs: 15_000 };

	test("no certificate is judged, however long that takes, and each news is told once", () => {
		const { session, clock, links, states, time } = setUp({ obstacle: FIRST });
		session.start();
		clock.advance(3000);
		time.obstacle = SECOND;
		clock.advance(24 * 3_600_000);
		expect(links).toHaveLength(0);
		expect(states).toEqual([
			{ state: "waiting", reason: "no-time", ...FIRST },
			{ state: "waiting", reason: "no-time", ...SECOND },
		]);
	});

	test("the connection begins within a blink of its being known, and that was no failure", () => {
		const { session, clock, links, states, time, fail } = setUp({ obstacle: FIRST });
		session.start();
		clock.advance(600_000);
		time.obstacle = undefined;
		clock.advance(100);
		expect([links.length, states.at(-1)]).toEqual([1, { state: "connecting" }]);
		expect(fail("tcp-refused")).toBe(1);
	});

	test("the network comes first", () => {
		const { session, clock, states, network } = setUp({ networkUp: false, obstacle: FIRST });
		session.start();
		network.up = true;
		clock.advance(1000);
		network.up = false;
		clock.advance(1000);
		const reasons = states.map((state) => ("reason" in state ? state.reason : state.state));
		expect(reasons).toEqual(["no-network", "no-time", "no-network"]);
	});
});

describe("the end", () => {
	test.each<[string, boolean, (bench: ReturnType<typeof setUp>) => void]>([
		["while waiting for the network", false, () => {}],
		[
			"while waiting for the time",
			true,
			({ time, clock }) => {
				time.obstacle = { retryMs: 0 };
				clock.advance(0);
			},
		],
		["while connecting", true, () => {}],
		["while online", true, ({ latest }) => latest().events.onOpen(false)],
		["while waiting for the next attempt", true, ({ latest }) => latest().events.onClosed("dns")],
	])("%s leaves no timer and opens nothing more", (_, networkUp, arrive) => {
		const bench = setUp({ networkUp });
		const { session, clock, links, network } = bench;
		session.start();
		arrive(bench);
		const before = links.length;
		session.stop();
		expect(clock.pending).toBe(0);
		network.up = true;
		clock.advance(3_600_000);
		expect(links).toHaveLength(before);
	});

	test("says goodbye to the broker", () => {
		const { session, latest } = setUp();
		session.start();
		latest().events.onOpen(false);
		session.stop();
		expect(latest().closed).toBe(true);
	});
});
