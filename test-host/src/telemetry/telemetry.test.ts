import { describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../../src/event";
import { announcedEntities } from "../../../src/homeassistant/entities";
import { Telemetry, type TelemetryOptions } from "../../../src/telemetry/telemetry";
import type { MetricValues, Snapshot } from "../../../src/vehicle/snapshot";
import { fakeLinks } from "../../helpers/fake-link";
import { ManualClock } from "../../helpers/manual-clock";

const DEVICE = {
	topicPrefix: "p",
	discoveryPrefix: "ha",
	clientId: "id",
	deviceName: "Nissan Leaf",
	model: "Leaf",
	firmwareVersion: "1",
};
const COMPLETE = { soc: 58.4, health: 91, voltage: 360.5, capacity: 50.1, range: 120 };

function snapshot(values: MetricValues): Snapshot {
	return { values, ages: {}, newest: 0, complete: true, sessionId: "s" };
}

function setUp(random = 0.5, more: Partial<TelemetryOptions> = {}) {
	const clock = new ManualClock(Date.UTC(2026, 5, 1));
	const { open, links, latest } = fakeLinks();
	const events: AppEvent[] = [];
	const report = (event: AppEvent) => void events.push(event);
	const options = { clock, random: () => random, openMqtt: open, report, device: DEVICE, qos: 1 } as const;
	const telemetry = new Telemetry({ ...options, ...more });
	telemetry.start();
	const goOnline = () => {
		latest().events.onOpen(false);
		latest().acknowledgeAll();
		return latest();
	};
	return { clock, telemetry, links, latest, goOnline, events };
}

const ENTITIES = announcedEntities();
/** What is told of the device itself whenever everything is told. */
const OWN_STATES = ["publish_interval", "last_update"];

const state = (metric: string) => `p/id/${metric}/state`;

describe("telemetry", () => {
	test("has a retained last will that says offline", () => {
		const { latest } = setUp();
		expect(latest().will).toEqual({ topic: "p/id/availability", payload: "offline", qos: 1, retain: true });
	});

	test("announces the device before it says anything of its state", () => {
		const { telemetry, goOnline } = setUp();
		telemetry.update(snapshot(COMPLETE), 0);
		const sent = goOnline()
			.takeSent()
			.map(([topic]) => topic);
		expect(sent[0]).toBe("p/id/availability");
		const documents = ENTITIES.map(({ component, key }) => `ha/${component}/id/${key}/config`);
		expect(sent.slice(1, 1 + documents.length)).toEqual(documents);
		const states = ["publish_interval", ...Object.keys(COMPLETE), "last_update"];
		expect(sent.slice(1 + documents.length)).toEqual([...states.map(state), "p/id/data"]);
	});

	test("tells when the broker's certificate expires, and nothing without TLS", () => {
		const { latest } = setUp();
		const told = () =>
			latest()
				.takeSent()
				.filter(([topic]) => topic === state("certificate_expires"))
				.map(([, payload]) => payload);
		latest().events.onOpen(false, Date.UTC(2027, 0, 2, 3, 4, 5));
		latest().acknowledgeAll();
		expect(told()).toEqual(["2027-01-02T03:04:05.000Z"]);
		const plain = setUp();
		plain.latest().events.onOpen(false);
		plain.latest().acknowledgeAll();
		const topics = plain
			.latest()
			.takeSent()
			.map(([topic]) => topic);
		expect(topics).not.toContain(state("certificate_expires"));
	});

	test("everything is retained, at the QoS of the settings", () => {
		const { telemetry, goOnline } = setUp();
		telemetry.update(snapshot(COMPLETE), 0);
		for (const message of goOnline().sent) expect(message).toMatchObject({ retain: true, qos: 1 });
	});

	test("publishes what has changed, five seconds after the last time at the earliest", () => {
		const { telemetry, goOnline } = setUp();
		const link = goOnline();
		telemetry.update(snapshot(COMPLETE), 0);
		link.takeSent();
		telemetry.update(snapshot({ ...COMPLETE, soc: 58.5 }), 4999);
		expect(link.takeSent()).toEqual([]);
		telemetry.update(snapshot({ ...COMPLETE, soc: 58.6 }), 5000);
		expect(link.takeSent()).toEqual([
			[state("soc"), "58.6"],
			// The clock of this test stands still, so the value is that old.
			[state("last_update"), "2026-05-31T23:59:00.000Z"],
			["p/id/data", expect.stringContaining('"state_of_charge":58.6')],
		]);
		telemetry.update(snapshot({ ...COMPLETE, soc: 58.6 }), 10_000);
		expect(link.takeSent()).toEqual([]);
		// After a quiet time a change does not wait.
		telemetry.update(snapshot({ ...COMPLETE, soc: 58.7 }), 11_000);
		expect(link.takeSent()[0]).toEqual([state("soc"), "58.7"]);
	});

	test("publishes a value that was unknown at once, and one that became unknown as unknown", () => {
		const { telemetry, goOnline } = setUp();
		const link = goOnline();
		telemetry.update(snapshot({ soc: 50 }), 0);
		link.takeSent();
		telemetry.update(snapshot({ soc: 50, current: -3 }), 1000);
		expect(link.takeSent()[0]).toEqual([state("current"), "-3"]);
		telemetry.update(snapshot({ soc: 50 }), 2000);
		expect(link.takeSent()[0]).toEqual([state("current"), "None"]);
	});

	test("keeps the data object five seconds apart, and leaves nothing out of it", () => {
		const { telemetry, goOnline } = setUp();
		const link = goOnline();
		const data = () =>
			link.takeSent().flatMap(([topic, text]) => (topic === "p/id/data" ? JSON.parse(text) : []));
		link.takeSent();
		telemetry.update(snapshot({ plugged: false }), 0);
		expect(data()).toMatchObject([{ plugged: false }]);
		telemetry.update(snapshot({ plugged: true }), 1000);
		telemetry.update(snapshot({ plugged: true, charging: true }), 2000);
		telemetry.update(snapshot({ plugged: true, charging: true }), 4999);
		expect(data()).toEqual([]);
		telemetry.update(snapshot({ plugged: true, charging: true }), 5000);
		expect(data()).toMatchObject([{ plugged: true, charging: true }]);
		telemetry.update(snapshot({ plugged: true, charging: true }), 10_000);
		expect(data()).toEqual([]);
	});

	test("says after a reconnect that a value has become unknown meanwhile", () => {
		const { telemetry, clock, latest, goOnline } = setUp();
		goOnline();
		telemetry.update(snapshot({ soc: 50, speed: 80 }), 0);
		latest().events.onClosed("connection-lost");
		telemetry.update(snapshot({ soc: 50 }), 1000);
		clock.advance(1250);
		expect(goOnline().takeSent()).toContainEqual([state("speed"), "None"]);
	});

	test("does not try to connect without a network", () => {
		const network = { isUp: () => false };
		const { links, clock, events } = setUp(0.5, { network });
		clock.advance(60_000);
		expect(links).toEqual([]);
		expect(events).toEqual([{ event: "connection", state: "waiting", reason: "no-network", retryMs: 250 }]);
	});

	test.each([
		[0, 1],
		[1, 1],
		[2, 2],
	] as const)("records what counts by itself; with QoS %i in QoS %i", (qos, recordQos) => {
		const texts = new Map<string, string>();
		const store = {
			read: (key: string) => texts.get(key),
			write: (key: string, text: string) => void texts.set(key, text),
		};
		const first = setUp(0.5, { store, qos });
		first.telemetry.record("p/id/sessions", "1");
		first.goOnline();
		first.telemetry.record("p/id/sessions", "2");
		expect(first.telemetry.figures).toMatchObject({ journal: 1, dropped: 0 });
		const afterRestart = setUp(0.5, { store, qos }).goOnline();
		expect(afterRestart.sent.filter(({ topic }) => topic === "p/id/sessions")).toEqual([
			{ topic: "p/id/sessions", payload: "2", qos: recordQos, retain: false },
		]);
		expect(
			setUp(0.5, { store })
				.goOnline()
				.sent.map(({ topic }) => topic),
		).not.toContain("p/id/sessions");
	});

	test("tells when there is no room for what it should keep, each time there is less", () => {
		const store = { read: () => undefined, write: () => ({ reason: "write-failed" }) };
		const { telemetry, events } = setUp(0.5, { store });
		for (let n = 0; n < 10; n++) telemetry.record("p/id/sessions", String(n));
		const shortages = events.filter(({ event }) => event === "shortage");
		expect(shortages).toHaveLength(10);
		expect(shortages.at(-1)).toEqual({ event: "shortage", dropped: 2, unsaved: 10 });
		telemetry.update(snapshot(COMPLETE), 0);
		expect(events.filter(({ event }) => event === "shortage")).toHaveLength(10);
	});

	test("announces everything to a slow broker, too, before it says anything of its state", () => {
		const { telemetry, latest } = setUp();
		telemetry.update(snapshot(COMPLETE), 0);
		latest().window = 1;
		latest().events.onOpen(false);
		expect(latest().takeSent()).toEqual([["p/id/availability", "online"]]);
		latest().acknowledgeAll();
		const topics = latest()
			.takeSent()
			.map(([topic]) => topic);
		expect(topics.filter((topic) => topic.endsWith("/config"))).toHaveLength(ENTITIES.length);
		expect(topics.at(-1)).toBe("p/id/data");
	});

	test("tells yes and no, and texts, as Home Assistant wants them", () => {
		const { telemetry, goOnline } = setUp();
		const link = goOnline();
		link.takeSent();
		telemetry.update(snapshot({ charging: true, plugged: false, gear: "P" }), 0);
		expect(link.takeSent().slice(0, 3)).toEqual([
			[state("charging"), "ON"],
			[state("plugged"), "OFF"],
			[state("gear"), "P"],
		]);
	});

	test("neither announces nor tells what the owner does not want told", () => {
		const { telemetry, goOnline } = setUp(0.5, { withheld: ["vin"] });
		const link = goOnline();
		telemetry.update(snapshot({ soc: 50 }), 0);
		const sent = link.takeSent();
		expect(sent.filter(([topic]) => topic.endsWith("/config"))).toHaveLength(ENTITIES.length);
		// What may have been told before is taken back, once.
		expect(sent.filter(([topic]) => topic.includes("vin"))).toEqual([
			["ha/sensor/id/vin/config", ""],
			[state("vin"), ""],
		]);
	});

	test("a slow broker gets the latest value, not every value", () => {
		const { telemetry, latest, goOnline } = setUp();
		goOnline();
		latest().takeSent();
		latest().window = 1;
		for (const [second, soc] of [50, 51, 52, 53].entries())
			telemetry.update(snapshot({ soc }), second * 5000);
		latest().acknowledgeAll();
		const levels = latest()
			.takeSent()
			.filter(([topic]) => topic === state("soc"));
		expect(levels).toEqual([
			[state("soc"), "50"],
			[state("soc"), "53"],
		]);
	});

	test("says everything again after a lost connection, and backs off before", () => {
		const { telemetry, clock, links, latest, goOnline, events } = setUp();
		goOnline();
		telemetry.update(snapshot(COMPLETE), 0);
		latest().events.onClosed("connection-lost");
		expect(events.at(-1)).toMatchObject({ state: "waiting", reason: "connection-lost", retryMs: 1250 });
		telemetry.update(snapshot({ ...COMPLETE, soc: 1 }), 5000);
		clock.advance(1250);
		expect(links).toHaveLength(2);
		const again = goOnline().takeSent();
		expect(again).toContainEqual([state("soc"), "1"]);
		expect(again).toContainEqual([state("voltage"), "360.5"]);
	});

	test("waits for what a link that is gone had taken, as the next one brings it", () => {
		const { telemetry, clock, links, goOnline, events } = setUp();
		goOnline();
		telemetry.update(snapshot(COMPLETE), 0);
		links[0]?.events.onClosed("connection-lost");
		clock.advance(1250);
		goOnline();
		expect(events.at(-1)).toMatchObject({ event: "published" });
		links[0]?.acknowledgeAll();
		expect(events.at(-1)).toEqual({ event: "delivered", missing: [] });
	});

	test("tells when the broker has a complete set, and what is missing of one that is not", () => {
		const { telemetry, goOnline, events } = setUp();
		const link = goOnline();
		const { capacity, ...rest } = COMPLETE;
		telemetry.update(snapshot(rest), 0);
		link.acknowledgeAll();
		expect(events.at(-1)).toEqual({ event: "delivered", missing: ["capacity"] });
		telemetry.update(snapshot({ ...rest, capacity }), 1000);
		link.acknowledgeAll();
		// The data object does not tell of it yet.
		expect(events.at(-1)).toMatchObject({ event: "published", topic: state("capacity") });
		telemetry.update(snapshot({ ...rest, capacity }), 5000);
		link.acknowledgeAll();
		expect(events.at(-1)).toEqual({ event: "delivered", missing: [] });
	});

	test("publishes every value every five minutes", () => {
		const { telemetry, clock, goOnline } = setUp();
		const link = goOnline();
		telemetry.update(snapshot(COMPLETE), 0);
		link.acknowledgeAll();
		link.takeSent();
		clock.advance(300_000);
		link.acknowledgeAll();
		const sent = link.takeSent();
		expect(sent[0]).toEqual(["p/id/availability", "online"]);
		expect(sent).toHaveLength(1 + Object.keys(COMPLETE).length + OWN_STATES.length + 1);
	});

	test.each([
		[0, 1000],
		[0.999, 9991],
	])("answers Home Assistant's start after a random pause (%f: %i ms)", (random, pause) => {
		const { telemetry, clock, goOnline } = setUp(random);
		const link = goOnline();
		expect(link.subscriptions).toEqual(["ha/status", "p/id/+/set"]);
		telemetry.update(snapshot(COMPLETE), 0);
		link.acknowledgeAll();
		link.takeSent();
		const birth = { topic: "ha/status", payload: "online", qos: 1, retain: false, dup: false } as const;
		link.events.onMessage({ ...birth, retain: true });
		link.events.onMessage({ ...birth, payload: "offline" });
		clock.advance(20_000);
		expect(link.takeSent()).toEqual([]);
		link.events.onMessage(birth);
		clock.advance(pause - 1);
		expect(link.takeSent()).toEqual([]);
		clock.advance(1);
		expect(link.takeSent()[0]).toEqual(["p/id/availability", "online"]);
	});

	test("says offline and goodbye before it stops", () => {
		const { telemetry, goOnline, clock } = setUp();
		const link = goOnline();
		link.takeSent();
		let stopped = false;
		telemetry.stop(() => {
			stopped = true;
		});
		expect(link.takeSent()).toEqual([["p/id/availability", "offline"]]);
		expect([stopped, link.closed]).toEqual([false, false]);
		link.acknowledgeAll();
		expect([stopped, link.closed, clock.pending]).toEqual([true, true, 0]);
	});

	test("a connection lost during the goodbye is not opened again, and leaves the word to the will", () => {
		const { telemetry, goOnline, clock, links } = setUp();
		const link = goOnline();
		let stopped = 0;
		telemetry.stop(() => stopped++);
		link.events.onClosed("connection-lost");
		clock.advance(600_000);
		expect([stopped, links.length, clock.pending]).toEqual([1, 1, 0]);
	});

	test("stops without a broker, and without one that answers", () => {
		let stopped = 0;
		setUp().telemetry.stop(() => stopped++);
		const { telemetry, goOnline, clock } = setUp();
		goOnline();
		telemetry.stop(() => stopped++);
		clock.advance(3000);
		expect(stopped).toBe(2);
	});
});
