import { describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../src/event";
import { plainView } from "./plain-view";

const SETTING = {
	engine: "XS",
	tls: "Mbed TLS",
	car: "Leaf on ev-can",
	broker: "mqtts://b:8883",
	portal: "http://p/",
};

const said = (values: Extract<AppEvent, { event: "values" }>["values"]): AppEvent => ({
	...{ event: "values", values, ages: {}, frames: 1 },
	rejected: { crc: 0, dlc: 0, implausible: 0, jump: 0 },
});

/** What is printed for events. */
function printed(...events: readonly AppEvent[]): string[] {
	const lines: string[] = [];
	const view = plainView((line) => lines.push(line));
	for (const event of events) view.event(event);
	return lines;
}

describe("the plain view", () => {
	test("begins with what runs where", () => {
		const lines: string[] = [];
		const view = plainView((line) => lines.push(line));
		view.start({ ...SETTING, portalPassword: "open sesame" });
		expect(lines.splice(0)).toEqual([
			"XS with Mbed TLS | Leaf on ev-can | mqtts://b:8883 | http://p/",
			"password of the portal: open sesame",
		]);
		const wifi = { ssid: "Home", password: "sweet home" };
		const setup = { wifi, host: "b", port: 8883, caFile: "/tmp/ca.pem", user: "u", bus: "ev-can" };
		view.start({ ...SETTING, notes: ["no XS here"], setup });
		expect(lines).toEqual([
			"no XS here",
			expect.stringContaining("XS"),
			"enter in the portal: network Home, password sweet home; broker b, port 8883; CA certificate: the text in /tmp/ca.pem; " +
				"user u and the password; connected to ev-can",
		]);
	});

	test.each<[AppEvent, string]>([
		[
			{ event: "started", clientId: "id", firmware: "1.2", broker: "b:8883" },
			"id, firmware 1.2, broker b:8883",
		],
		[
			{ event: "time", server: "a.example", utc: "2026-11-23T12:00:00.000Z" },
			"time from a.example: 2026-11-23T12:00:00.000Z",
		],
		[
			{ event: "setup-network", ssid: "Leafcast-1a2b", password: "abcdefgh" },
			"setup network Leafcast-1a2b, password abcdefgh",
		],
		[
			{ event: "portal-password", password: "abcdefgh" },
			"password of the portal, until you choose one: abcdefgh",
		],
		[{ event: "wifi", state: "up", ssid: "Home", hosting: false }, "in the network Home"],
		[
			{
				event: "wifi",
				state: "waiting",
				ssid: "Home",
				reason: "wifi-password",
				retryMs: 1000,
				hosting: true,
			},
			"not in a network: wifi-password, Home",
		],
		[{ event: "time", server: "a.example", reason: "no-answer" }, "no time: a.example does not answer"],
		[
			{
				event: "connection",
				state: "waiting",
				reason: "no-time",
				detail: "a does not answer.",
				retryMs: 15_000,
			},
			"not connected: the time is not known yet, and without it no certificate can be judged (a does not answer.); next attempt in 15 s",
		],
		[{ event: "unconfigured", errors: [] }, "no settings yet: the portal asks for them"],
		[
			{ event: "unconfigured", errors: [{ field: "mqtt.host", message: "is missing" }] },
			"no valid settings: mqtt.host is missing",
		],
		[{ event: "fault", where: "can", reason: "no-chip" }, "CAN bus: no MCP2515 found on these pins"],
		[{ event: "connection", state: "connecting" }, "connecting"],
		[{ event: "connection", state: "online" }, "online"],
		[
			{ event: "connection", state: "waiting", reason: "dns", detail: "ENOTFOUND", retryMs: 1600 },
			"not connected: the broker's name was not found (ENOTFOUND); next attempt in 2 s",
		],
		[{ event: "delivered", missing: ["capacity", "range"] }, "delivered; still unknown: capacity, range"],
		[{ event: "stopped" }, "stopped"],
		[
			{ event: "shortage", dropped: 3, unsaved: 1 },
			"too little room: 3 messages given up, 1 would not outlive a restart",
		],
		[{ event: "identity", evidence: [] }, "generation unknown, pack of unknown size"],
		[
			{
				event: "identity",
				generation: "ZE0",
				packKwh: 24,
				evidence: [{ says: "ZE0", because: "380 is heard" }],
			},
			"ZE0, 24 kWh pack (ZE0: 380 is heard)",
		],
	])("%j is one line", (event, line) => {
		expect(printed(event)).toEqual([line]);
	});

	test("says nothing of each message and of what goes as it should", () => {
		expect(
			printed(
				{ event: "published", topic: "t", payload: "p" },
				{ event: "delivered", missing: [] },
				said({}),
			),
		).toEqual([]);
	});

	test("prints the known values with their units whenever they have changed", () => {
		const values = { soc: 58.4, range: 120 };
		expect(printed(said(values), said(values), said({ ...values, current: 0 }), said(values))).toEqual([
			"soc 58.4 %  range 120 km",
			"soc 58.4 %  range 120 km  current 0 A",
			"soc 58.4 %  range 120 km",
		]);
		expect(printed(said({ charging: true, charge_kind: "ac", quick_charges: 3 }))).toEqual([
			"charging yes  charge_kind ac  quick_charges 3",
		]);
	});

	test("passes on the device's other lines and the last word", () => {
		const lines: string[] = [];
		const view = plainView((line) => lines.push(line));
		view.text("hello");
		view.end(1, "that was it");
		expect(lines).toEqual(["hello", "that was it"]);
	});
});
