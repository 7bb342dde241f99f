import { describe, expect, test } from "@jest/globals";
import { Station, type WifiState } from "../../../src/network/station";
import type { WifiEvents, WifiNetwork } from "../../../src/network/wifi-radio";
import { ManualClock } from "../../helpers/manual-clock";

const HOME = { ssid: "home", password: "for this test" };

function setUp() {
	const clock = new ManualClock();
	const states: WifiState[] = [];
	const joins: { network: WifiNetwork; events: WifiEvents }[] = [];
	let left = 0;
	const radio = {
		join: (network: WifiNetwork, events: WifiEvents) => void joins.push({ network, events }),
		leave: () => void left++,
	};
	const onState = (state: WifiState) => void states.push(state);
	const station = new Station({ radio, network: HOME, clock, random: () => 0, onState });
	station.start();
	const latest = () => {
		const join = joins.at(-1);
		if (join === undefined) throw new Error("the radio was never used");
		return join.events;
	};
	return { clock, states, joins, latest, station, leaves: () => left };
}

describe("a Wi-Fi station", () => {
	test("joins the network that it was given, and is up when it has an address", () => {
		const { joins, latest, station, states } = setUp();
		expect([joins[0]?.network, station.isUp()]).toEqual([HOME, false]);
		latest().onUp();
		expect([station.isUp(), states]).toEqual([true, [{ state: "joining" }, { state: "up" }]]);
	});

	test("joins again after pauses that grow up to a minute, and tells why it has to", () => {
		const { clock, latest, joins, states } = setUp();
		const pauses: number[] = [];
		for (let attempt = 1; attempt < 9; attempt++) {
			latest().onDown("wifi-lost");
			const last = states.at(-1);
			if (last?.state !== "waiting") throw new Error("it does not wait");
			pauses.push(last.retryMs / 1000);
			clock.advance(last.retryMs - 1);
			expect(joins).toHaveLength(attempt);
			clock.advance(1);
			expect(joins).toHaveLength(attempt + 1);
		}
		expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 40, 40]);
		latest().onDown("wifi-password");
		expect(states.at(-1)).toMatchObject({ reason: "wifi-password" });
	});

	test("is not up once it has lost the network, and comes back soon after a good time", () => {
		const { clock, latest, station, states } = setUp();
		latest().onDown("wifi-lost");
		clock.advance(1000);
		latest().onUp();
		clock.advance(3_600_000);
		latest().onDown("wifi-lost");
		expect(station.isUp()).toBe(false);
		expect(states.at(-1)).toEqual({ state: "waiting", reason: "wifi-lost", retryMs: 1000 });
	});

	test("leaves a network that gives it no address for half a minute", () => {
		const { clock, states, leaves, joins } = setUp();
		clock.advance(29_999);
		expect(leaves()).toBe(0);
		clock.advance(1);
		expect([leaves(), states.at(-1)]).toEqual([
			1,
			{ state: "waiting", reason: "wifi-timeout", retryMs: 1000 },
		]);
		clock.advance(1000);
		expect(joins).toHaveLength(2);
	});

	test("does not time out once it has joined", () => {
		const { clock, latest, station, joins } = setUp();
		latest().onUp();
		clock.advance(3_600_000);
		expect([station.isUp(), joins.length]).toEqual([true, 1]);
	});
});
