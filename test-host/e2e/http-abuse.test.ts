import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../src/event";
import { ROUTES } from "../../src/portal/routes";
import { inBothEngines } from "../helpers/in-engines";
import { type RawAnswer, sendRaw } from "../helpers/raw-http";
import { seeded } from "../helpers/seeded";
import { strangeRequest } from "../helpers/strange-requests";
import { HOME_NETWORK } from "../virtual/air";
import { builtInCar } from "../virtual/car-story";
import { chooseEngine } from "../virtual/engine/choose-engine";
import type { StartEngine } from "../virtual/engine/engine";
import { HttpGateway } from "../virtual/http";
import { World } from "../virtual/world";

const WAIT = 50_000;
/** Time for a head; the real one has ten seconds. */
const PATIENCE = 300;
/** How long a client of many waits for an answer, ms; longer where the computer is slow. */
const HURRY = 25;
/** Those who ask at a time in the flood. */
const CLIENTS = 8;
const SECRETS = ["hunter2-broker", HOME_NETWORK.password];
const SETTINGS = {
	version: 1,
	wifi: HOME_NETWORK,
	// Nobody is there.
	mqtt: { host: "127.0.0.1", port: 1, user: "leaf", password: "hunter2-broker" },
};
const HOST = "Host: 127.0.0.1\r\n";

inBothEngines((engine) => {
	describe("a device at home", () => {
		let http: HttpGateway;
		let world: World;
		const events: AppEvent[] = [];
		const failures: Error[] = [];
		/** Slots of the engine's heap in use after each event that it has dealt with. */
		const slots: number[] = [];

		const startEngine: StartEngine = async (bundle, onCall) => {
			const started = await chooseEngine(engine).start(bundle, onCall);
			const post = async (event: Uint8Array) => {
				const usage = await started.post(event);
				if (usage.slots !== undefined) slots.push(usage.slots);
				return usage;
			};
			return { pid: started.pid, exited: started.exited, stop: () => started.stop(), post };
		};

		beforeAll(async () => {
			http = await HttpGateway.open(0, PATIENCE);
			let atHome = () => {};
			const joined = new Promise<void>((resolve) => {
				atHome = resolve;
			});
			world = await World.start({
				...{ startEngine, http, settings: SETTINGS },
				traffic: { car: { ...builtInCar("aze0-24"), broadcast: [], timeline: [] }, speed: 1 },
				onEvent: (event) => {
					events.push(event);
					if (event.event === "wifi" && event.state === "up") atHome();
				},
				onText: () => {},
				onException: (error) => void failures.push(error),
			});
			await joined;
		}, WAIT);

		afterAll(async () => {
			await world.end();
			http.end();
		});

		const send = (...pieces: readonly string[]) => sendRaw(http.url, pieces);

		async function expectAlive(): Promise<void> {
			expect((await send(`GET /api/session HTTP/1.1\r\n${HOST}\r\n`)).status).toBe(200);
			expect(failures).toEqual([]);
			expect(events.filter(({ event }) => event === "started")).toHaveLength(1);
		}

		test.each<[string, string, readonly number[]]>([
			["no host", "GET / HTTP/1.1\r\n\r\n", [400]],
			["two hosts", `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`, [400]],
			["a host of somebody else", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", [421]],
			[
				"a session made up",
				`GET /api/status HTTP/1.1\r\n${HOST}Cookie: leafcast=${"0".repeat(32)}\r\n\r\n`,
				[401],
			],
			["a way out of the folder", `GET /../api/status HTTP/1.1\r\n${HOST}\r\n`, [404]],
			["a way around", `GET //api/status HTTP/1.1\r\n${HOST}\r\n`, [404]],
			["an encoded way", `GET /%61pi/status HTTP/1.1\r\n${HOST}\r\n`, [404]],
			["an address of elsewhere", `GET http://evil.example/ HTTP/1.1\r\n${HOST}\r\n`, [400]],
			["chunks", `POST /api/session HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [501]],
			[
				...["chunks and a length"],
				`POST /api/session HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
				[400, 501],
			] as [string, string, number[]],
			["two lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, [400]],
			["an endless path", `GET /${"x".repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`, [414, 431]],
			["an endless header", `GET / HTTP/1.1\r\n${HOST}X: ${"x".repeat(100_000)}\r\n\r\n`, [431]],
			["a thousand headers", `GET / HTTP/1.1\r\n${HOST}${"X-Other: y\r\n".repeat(1000)}\r\n`, [431]],
			["an upgrade", `GET / HTTP/1.1\r\n${HOST}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n`, [0, 406]],
			["TLS", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", [0, 400]],
		])("does not fall for %s", async (_what, request, statuses) => {
			expect(statuses).toContain((await send(request)).status);
			await expectAlive();
		});

		test("answers one request of many in one connection", async () => {
			const { text } = await send(`GET /api/session HTTP/1.1\r\n${HOST}\r\n`.repeat(5));
			expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
			await expectAlive();
		});

		test("takes a request byte by byte", async () => {
			const bytes = `GET /api/session HTTP/1.1\r\n${HOST}\r\n`.split("");
			expect((await send(...bytes)).status).toBe(200);
		});

		test.each<[string, string]>([
			["head", "GET / HTTP/1.1\r\nHost: 127"],
			["body", `POST /api/session HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n{`],
			["word", ""],
		])("does not wait for the rest of a %s, not even for twenty clients", async (_what, request) => {
			const slow = Array.from({ length: 20 }, () => sendRaw(http.url, [request]));
			for (const { status, ms } of await Promise.all(slow)) {
				expect([0, 400, 408]).toContain(status);
				expect(ms).toBeLessThan(6 * PATIENCE);
			}
			await expectAlive();
		});

		test("forgets who goes in the middle of it", async () => {
			const request = `POST /api/session HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n{`;
			await Promise.all(Array.from({ length: 50 }, () => sendRaw(http.url, [request], HURRY)));
			await expectAlive();
		});

		test(
			"stands 10,000 strange requests: nothing is told, nothing changes, no memory is lost",
			async () => {
				const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
				const random = seeded(seed);
				const easy = () => send(`GET /api/session HTTP/1.1\r\n${HOST}\r\n`);
				const times = await Promise.all(Array.from({ length: CLIENTS }, easy));
				const patience = Math.max(HURRY, ...times.map(({ ms }) => 2 * ms));
				const flood = async (count: number) => {
					const answers: RawAnswer[] = [];
					let left = count;
					const client = async () => {
						while (left-- > 0) answers.push(await sendRaw(http.url, [strangeRequest(random)], patience));
					};
					await Promise.all(Array.from({ length: CLIENTS }, client));
					return answers;
				};
				/** The least that was in use meanwhile: long enough for garbage to be collected several times. */
				const least = async (count: number) => {
					slots.length = 0;
					answers.push(...(await flood(count)));
					return slots.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
				};
				// The first ones find everything new; after them the heap is as it stays.
				const answers = await flood(2000);
				const before = await least(4000);
				const after = await least(4000);
				try {
					expect(answers.filter(({ status, text }) => status === 200 && !isPublic(text))).toEqual([]);
					for (const secret of SECRETS) expect(answers.some(({ text }) => text.includes(secret))).toBe(false);
					// A body that stays away is waited for.
					expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(6 * PATIENCE);
					// Otherwise all were turned away at the door.
					const seen = new Set(answers.map(({ status }) => status));
					for (const status of [200, 400, 401, 403, 405]) expect(seen).toContain(status);
					if (engine === "xs") expect(after).toBeLessThan(before * 1.02);
					await expectAlive();
				} catch (error) {
					throw new Error(`SEED=${seed}: ${(error as Error).message}`);
				}
			},
			WAIT,
		);
	});
});

/** What everybody may see: who they are to the device. */
function isPublic(text: string): boolean {
	return text.includes('{"access":"home","loggedIn":false') || text.includes("content-encoding: gzip");
}

test("everything but the page, the question who one is, and the form is for members", () => {
	const open = ROUTES.filter(({ by }) => by !== "members").map(({ method, path }) => `${method} ${path}`);
	expect(open).toEqual(["GET /", "GET /api/session", "POST /api/session", "POST /setup"]);
});
