import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import type { AppEvent } from "../../src/event";
import { atOnce } from "../helpers/at-once";
import { inBothEngines } from "../helpers/in-engines";
import { type Line, runStart, type Started } from "../helpers/run-start";
import { HOME_NETWORK } from "../virtual/air";
import { type EmbeddedBroker, startBroker } from "../virtual/broker";
import { builtInCar } from "../virtual/car-story";
import { chooseEngine } from "../virtual/engine/choose-engine";
import { HttpGateway } from "../virtual/http";
import { World } from "../virtual/world";

const WAIT = 40_000;
/** Waits, and not only for the Wi-Fi. */
const waiting = ({ event, state, reason }: Line) =>
	event === "connection" && state === "waiting" && reason !== "no-network";

const running = new Set<Started["child"]>();
// Has an effect only on what a failed test has left.
afterAll(() => {
	for (const child of running) child.kill("SIGKILL");
	running.clear();
});

/** A promise, and what settles it. */
function signal() {
	let resolve: () => void = () => {};
	let reject: (error: Error) => void = () => {};
	const promise = new Promise<void>((...both) => {
		[resolve, reject] = both;
	});
	return { promise, resolve: () => resolve(), reject: (error: Error) => reject(error) };
}

function start(...args: string[]): Started {
	const started = runStart(...args);
	running.add(started.child);
	return started;
}

inBothEngines((engine) => {
	let broker: EmbeddedBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => broker.stop());

	atOnce(WAIT, (test) => {
		test("with NTP blocked no connection is tried, and it is said why and what to do", async () => {
			const { line, child, ended } = start("--ntp", "silent", "--engine", engine);
			const told = await line((each) => waiting(each) && each["detail"] !== undefined);
			expect(told).toMatchObject({
				reason: "no-time",
				detail: expect.stringMatching(/^pool\.ntp\.org does not answer\. Let UDP port 123 through/),
			});
			child.kill("SIGINT");
			const { code, lines } = await ended;
			expect(code).toBe(0);
			expect(lines.filter(({ state }) => state === "connecting")).toEqual([]);
		});

		test("a time before the firmware was built is refused, and called that", async () => {
			const { line, child, ended } = start("--ntp", "2020-01-01T00:00:00Z", "--engine", engine);
			const told = await line((each) => waiting(each) && each["detail"] !== undefined);
			expect(told["detail"]).toMatch(
				/tells a time before this firmware was built .*\(2020-01-01, must be 20\d\d/,
			);
			child.kill("SIGINT");
			expect((await ended).lines.filter(({ state }) => state === "connecting")).toEqual([]);
		});

		test("a wrong time in the future makes certificates expire: that, too, is said, and is not remembered as seen", async () => {
			const folder = mkdtempSync(join(tmpdir(), "leafcast-time-"));
			const state = ["--state", folder, "--engine", engine, "--once"];
			const lastSeen = () =>
				JSON.parse(readFileSync(join(folder, "flash.json"), "utf8")).leafcast["last-seen"];
			const { code, lines } = await start("--ntp", "2090-01-01T00:00:00Z", ...state).ended;
			expect([code, lines.at(-1)?.["text"]]).toEqual([1, expect.stringContaining("has expired")]);
			expect(lastSeen()).toBeUndefined();
			const second = await start(...state).ended;
			expect(second.code).toBe(0);
			expect(Math.abs(lastSeen() - Date.now() / 1000)).toBeLessThan(60);
			rmSync(folder, { recursive: true });
		});

		test("plain MQTT does not wait for the time", async () => {
			const { line, child, ended } = start(
				"--broker",
				"mqtt://127.0.0.1:1",
				"--ntp",
				"silent",
				"--engine",
				engine,
			);
			expect(await line(waiting)).toMatchObject({ reason: "tcp-refused" });
			child.kill("SIGINT");
			await ended;
		});

		test("NTP that comes later makes the connection come later, by the second server", async () => {
			let utc: number | undefined;
			const events: AppEvent[] = [];
			const http = await HttpGateway.open(0);
			const connected = signal();
			const stopped = signal();
			const mqtt = { host: "localhost", port: broker.port, ca: broker.caPem };
			const timeServers = "0.pool.ntp.org,1.pool.ntp.org";
			const world = await World.start({
				startEngine: chooseEngine(engine).start,
				traffic: { car: builtInCar("ze1-62"), speed: 1 },
				settings: { version: 1, wifi: HOME_NETWORK, mqtt, device: { timeServers } },
				...{ http, utc: () => utc },
				onEvent: (event) => {
					if (event.event === "values" || event.event === "published") return;
					events.push(event);
					if (event.event === "time") utc ??= Date.now();
					if (event.event === "connection" && event.state === "online") connected.resolve();
					if (event.event === "stopped") stopped.resolve();
				},
				onText: () => {},
				onException: (error) => connected.reject(error),
			});
			await connected.promise;
			world.device.requestStop();
			await stopped.promise;
			await world.end();
			http.end();
			const story = events.flatMap((each) =>
				each.event === "time" || each.event === "connection" ? [each] : [],
			);
			expect(story.slice(0, 6)).toMatchObject([
				{ event: "connection", state: "waiting", reason: "no-network" },
				{ event: "connection", state: "waiting", reason: "no-time" },
				{ event: "time", server: "0.pool.ntp.org", reason: "no-answer" },
				{ event: "time", server: "1.pool.ntp.org", utc: expect.any(String) },
				{ event: "connection", state: "connecting" },
				{ event: "connection", state: "online" },
			]);
		});
	});
});
