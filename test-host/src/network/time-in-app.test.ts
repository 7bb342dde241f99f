import { expect, test } from "@jest/globals";
import { App } from "../../../src/app";
import type { AppEvent } from "../../../src/event";
import { parseSettings } from "../../../src/settings/settings";
import { fakeLinks } from "../../helpers/fake-link";
import { ManualClock } from "../../helpers/manual-clock";
import { MemoryStore } from "../../helpers/memory-store";
import { SAMPLE_DEVICE } from "../../helpers/sample-device";

const NOW = Date.UTC(2026, 10, 23);

/** A started application for a broker on `port`, whose time server answers after a minute. */
function setUp(port: number) {
	const clock = new ManualClock();
	const { open: openMqtt, links } = fakeLinks();
	const events: AppEvent[] = [];
	const asked: string[] = [];
	const parsed = parseSettings(
		JSON.stringify({ version: 1, mqtt: { host: "b", port }, device: { timeServers: "a,b" } }),
	);
	if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
	const app = new App(parsed.settings, SAMPLE_DEVICE, {
		...{ clock, openMqtt, random: () => 0, report: (event) => void events.push(event) },
		openCan: () => ({ reason: "no-chip" }),
		store: new MemoryStore(),
		system: { restart: () => {}, identify: () => {} },
		timeSource: {
			floor: NOW,
			ask: (server, onAnswer) => {
				asked.push(server);
				const known = clock.monotonic() >= 60_000;
				return clock.after(10, () => onAnswer(known ? { utc: NOW } : { reason: "no-answer" }));
			},
			setUtc: (utc) => clock.setUtc(utc),
		},
	});
	app.start();
	return { app, clock, links, events, asked };
}

test("a connection with TLS waits for the time, and says so", () => {
	const { clock, links, events, asked, app } = setUp(8883);
	clock.advance(59_000);
	expect([links.length, asked.slice(0, 2)]).toEqual([0, ["a", "b"]]);
	const connection = events.filter(({ event }) => event === "connection");
	expect(connection.at(-1)).toMatchObject({
		state: "waiting",
		reason: "no-time",
		detail: expect.stringMatching(/^a does not answer; b does not answer\./),
	});
	clock.advance(60_000);
	expect([links.length, typeof clock.utc()]).toEqual([1, "number"]);
	app.stop(() => {});
	expect(clock.pending).toBe(0);
});

test("a connection without TLS does not, and gets the time for its timestamps all the same", () => {
	const { clock, links } = setUp(1883);
	expect([links.length, clock.utc()]).toEqual([1, undefined]);
	clock.advance(120_000);
	expect(typeof clock.utc()).toBe("number");
});
