import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { HOME_NETWORK } from "./air";
import { RADIO_MS, Radio, type RadioCall } from "./radio";
import { Event, HEADER, handleOf } from "./wire";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function setUp() {
	const events: unknown[] = [];
	const radio = new Radio((event) => {
		expect(event[0]).toBe(Event.WIFI);
		events.push([handleOf(event), JSON.parse(Buffer.from(event.subarray(HEADER)).toString())]);
	});
	const join = (handle: number, ssid: string, password?: string) =>
		radio.request(handle, { op: "join", ssid, ...(password !== undefined && { password }) });
	return { radio, events, join, pass: (ms: number) => void jest.advanceTimersByTime(ms) };
}

describe("the virtual radio", () => {
	test.each([
		["Leafhouse", "correct horse", { message: "gotIP" }],
		["Cellar", "coal and wine", { message: "gotIP" }],
		["Guest", undefined, { message: "gotIP" }],
		["Leafhouse", "correct house", { message: "disconnect", code: -1 }],
		["Leafhouse", undefined, { message: "disconnect", code: -1 }],
		["Nowhere", "correct horse", { message: "disconnect", code: 0 }],
	])("joins %s with the password %p: %p", (ssid, password, outcome) => {
		const { radio, events, join, pass } = setUp();
		join(5, ssid, password);
		expect(events).toEqual([]);
		pass(RADIO_MS.refusal);
		expect(events).toEqual([[5, outcome]]);
		expect(radio.joined).toBe(outcome.message === "gotIP" ? ssid : undefined);
	});

	test("leaves, also while it joins", () => {
		const { radio, events, join, pass } = setUp();
		const { ssid, password } = HOME_NETWORK;
		join(5, ssid, password);
		radio.request(0, { op: "leave" });
		pass(RADIO_MS.refusal);
		join(6, ssid, password);
		join(7, "Guest");
		pass(RADIO_MS.refusal);
		expect([events, radio.joined]).toEqual([[[7, { message: "gotIP" }]], "Guest"]);
		expect(radio.request(0, { op: "rssi" })).toBe(-78);
		radio.request(0, { op: "leave" });
		expect([radio.joined, radio.request(0, { op: "rssi" })]).toEqual([undefined, 0]);
	});

	test("loses a network that goes", () => {
		const { radio, events, join, pass } = setUp();
		join(5, "Guest");
		pass(RADIO_MS.join);
		radio.remove("Neighbour");
		radio.remove("Guest");
		expect(events.at(-1)).toEqual([5, { message: "disconnect", code: 0 }]);
		expect([radio.joined, radio.air.map(({ ssid }) => ssid)]).toEqual([undefined, ["Leafhouse", "Cellar"]]);
	});

	test("finds what tells its name, and not while it joins", () => {
		const { radio, events, join, pass } = setUp();
		join(5, "Guest");
		expect(radio.request(6, { op: "scan" })).toBeUndefined();
		pass(RADIO_MS.join);
		expect(radio.request(6, { op: "scan" })).toBe(true);
		pass(RADIO_MS.scan);
		expect(events.at(-1)).toEqual([
			6,
			[
				{ ssid: "Leafhouse", rssi: -52, channel: 6, authentication: "wpa2_psk" },
				{ ssid: "Neighbour", rssi: -71, channel: 11, authentication: "wpa2_psk" },
				{ ssid: "Guest", rssi: -78, channel: 1, authentication: "none" },
			],
		]);
	});

	test("opens a network, and is off without power", () => {
		const { radio, events, join, pass } = setUp();
		const own = { ssid: "Leafcast-af01", password: "only for tests", max: 2 };
		radio.request(0, { op: "host", ...own });
		expect(radio.hosting).toMatchObject(own);
		radio.request(0, { op: "stopHosting" });
		expect(radio.hosting).toBeUndefined();
		const calls: RadioCall[] = [{ op: "host", ...own }, { op: "scan" }];
		for (const call of calls) radio.request(4, call);
		join(5, "Guest");
		radio.off();
		pass(RADIO_MS.scan);
		expect([radio.hosting, radio.joined, events]).toEqual([undefined, undefined, []]);
	});
});
