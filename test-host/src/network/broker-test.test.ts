import { describe, expect, test } from "@jest/globals";
import { BrokerTest, type BrokerTestResult } from "../../../src/network/broker-test";
import type { TimeObstacle } from "../../../src/network/time-source";
import { fakeLinks } from "../../helpers/fake-link";
import { ManualClock } from "../../helpers/manual-clock";

const TOPICS = { topicPrefix: "nissan_leaf", discoveryPrefix: "homeassistant", clientId: "leaf_test" };
const BIRTH = { topic: "homeassistant/status", qos: 0, retain: true, dup: false } as const;

function setUp({ up = true, obstacle = undefined as TimeObstacle | undefined } = {}) {
	const clock = new ManualClock();
	const { open, links, latest } = fakeLinks();
	const results: BrokerTestResult[] = [];
	const network = { up, isUp: () => network.up, obstacle: undefined as string | undefined };
	const told: string[] = [];
	const time = {
		obstacle,
		start: () => void told.push("start"),
		stop: () => void told.push("stop"),
	};
	const trial = new BrokerTest({
		...{ clock, open, topics: TOPICS, network, time },
		onDone: (result) => void results.push(result),
	});
	trial.start();
	return { clock, links, latest, results, network, time, told, trial };
}

describe("a trial connection", () => {
	test("is well when the broker accepts it, and leaves without a trace", () => {
		const { clock, latest, results } = setUp();
		latest().events.onOpen(false);
		expect(latest().subscriptions).toEqual(["homeassistant/status"]);
		clock.advance(2000);
		expect(results).toEqual([{ state: "ok" }]);
		expect([latest().closed, latest().sent]).toEqual([true, []]);
		expect(latest().will).toMatchObject({ payload: "", retain: false });
	});

	test.each([
		["online", true],
		["offline", undefined],
	])("tells who listens (%s)", (payload, homeAssistant) => {
		const { clock, latest, results } = setUp();
		latest().events.onOpen(false);
		latest().events.onMessage({ ...BIRTH, payload });
		latest().events.onMessage({ ...BIRTH, topic: "homeassistant/other", payload: "online" });
		clock.advance(2000);
		expect(results).toEqual([{ state: "ok", ...(homeAssistant && { homeAssistant }) }]);
	});

	test("tells why the broker is not reached, once", () => {
		const { clock, latest, results } = setUp();
		latest().events.onClosed("tls-untrusted", "0x8");
		clock.advance(100_000);
		expect(results).toEqual([{ state: "tls-untrusted", detail: "0x8" }]);
	});

	test("tells that the broker has hung up after its welcome", () => {
		const { clock, latest, results } = setUp();
		latest().events.onOpen(false);
		latest().events.onClosed("connection-lost");
		clock.advance(100_000);
		expect(results).toEqual([{ state: "connection-lost" }]);
	});

	test("waits for network and time, and no longer than they may take", () => {
		const { clock, links, results, network, time, told } = setUp({ up: false, obstacle: { retryMs: 0 } });
		clock.advance(10_000);
		network.up = true;
		clock.advance(10_000);
		expect(links).toEqual([]);
		time.obstacle = { detail: "pool.ntp.org does not answer", retryMs: 1000 };
		clock.advance(30_000);
		expect(results).toEqual([{ state: "no-time", detail: "pool.ntp.org does not answer" }]);
		expect(told).toEqual(["start", "stop"]);
	});

	test("tells that there is no network", () => {
		const { clock, results } = setUp({ up: false });
		clock.advance(50_000);
		expect(results).toEqual([{ state: "no-network" }]);
	});

	test("tells at once that the password of the network is wrong, and at the end what may pass", () => {
		const one = setUp({ up: false });
		one.clock.advance(1000);
		one.network.obstacle = "wifi-password";
		one.clock.advance(250);
		expect([one.results, one.told]).toEqual([[{ state: "wifi-password" }], ["start", "stop"]]);
		const other = setUp({ up: false });
		other.network.obstacle = "wifi-absent";
		other.clock.advance(40_000);
		expect(other.results).toEqual([]);
		other.clock.advance(10_000);
		expect(other.results).toEqual([{ state: "wifi-absent" }]);
	});

	test.each([true, false])("can be cancelled (network up: %j)", (up) => {
		const { clock, links, results, trial, network } = setUp({ up });
		trial.cancel();
		network.up = true;
		clock.advance(100_000);
		expect([links.length, links.every(({ closed }) => closed), results]).toEqual([up ? 1 : 0, true, []]);
	});
});
