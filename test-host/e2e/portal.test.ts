import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import type { Setup } from "../cli/setup";
import { inBothEngines } from "../helpers/in-engines";
import { runStart, type Started } from "../helpers/run-start";

const WAIT = 40_000;
const JSON_TYPE = { "content-type": "application/json" };

const running = new Set<Started["child"]>();
// Has an effect only on what a failed test has left.
afterEach(() => {
	for (const child of running) child.kill("SIGKILL");
	running.clear();
});

/** Starts a device out of the box; whoever asks its portal while it boots has to wait. */
async function outOfTheBox(...args: string[]): Promise<Started & { portal: string; setup: Setup }> {
	const started = runStart("--unconfigured", ...args);
	running.add(started.child);
	const { portal, setup } = await started.line(({ event }) => event === "setting");
	return { ...started, portal: String(portal), setup: setup as Setup };
}

async function session(portal: string): Promise<{ loggedIn: boolean; token?: string }> {
	return (await (await fetch(`${portal}api/session`)).json()) as never;
}

/** Gives the settings that the printed line says. */
async function configure(portal: string, { host, port, caFile, bus }: Setup): Promise<Response> {
	const ca = readFileSync(caFile ?? "", "utf8");
	const { token = "" } = await session(portal);
	return fetch(`${portal}api/settings`, {
		method: "POST",
		headers: { ...JSON_TYPE, "x-leafcast-token": token },
		body: JSON.stringify({ mqtt: { host, port, ca }, car: { bus } }),
	});
}

/** The same as the form of a browser without JavaScript, which says from where it is. */
async function fillIn(portal: string, { host, port, caFile, bus }: Setup): Promise<Response> {
	const ca = readFileSync(caFile ?? "", "utf8");
	const fields = { "mqtt.host": host, "mqtt.port": String(port), "mqtt.ca": ca, "car.bus": bus };
	const body = new URLSearchParams({ ...fields, "mqtt.user": "", "mqtt.password": "" });
	return fetch(`${portal}setup`, { method: "POST", headers: { origin: new URL(portal).origin }, body });
}

/** The status with which a request is answered that `fetch` would not send. */
async function statusOf(portal: string, options: RequestOptions, body = ""): Promise<number | undefined> {
	const sent = request(portal, options);
	// A connection that is cut may tell so twice; `once` hears the first.
	sent.on("error", () => {});
	sent.end(body);
	const [response] = (await once(sent, "response")) as [IncomingMessage];
	response.resume();
	return response.statusCode;
}

inBothEngines((engine) => {
	test(
		"is given its settings, and then has values at the broker and asks for a password",
		async () => {
			const { portal, setup, line, child, ended } = await outOfTheBox("--engine", engine);
			const page = await fetch(portal);
			expect([page.status, page.headers.get("content-encoding")]).toEqual([200, "gzip"]);
			const status = await fetch(`${portal}api/status`);
			expect(await status.json()).toMatchObject({ configured: false, connection: { state: "unconfigured" } });

			const wrong = await configure(portal, { ...setup, port: 0 });
			expect(wrong.status).toBe(400);
			expect(await wrong.text()).toContain("must be a whole number from 1 to 65535");
			const right = await configure(portal, setup);
			expect([right.status, await right.json()]).toEqual([200, { ok: true }]);

			await line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
			expect(await session(portal)).toMatchObject({ access: "home", loggedIn: false });
			expect((await fetch(`${portal}api/status`)).status).toBe(401);
			expect((await configure(portal, setup)).status).toBe(401);
			expect((await fillIn(portal, setup)).status).toBe(403);

			child.kill("SIGINT");
			expect((await ended).code).toBe(0);
			expect(existsSync(setup.caFile ?? "")).toBe(false);
		},
		WAIT,
	);

	test(
		"itself refuses what is not meant for it or too much, and goes on",
		async () => {
			const { portal, child, ended } = await outOfTheBox("--engine", engine);
			const path = "/api/settings";
			expect(await statusOf(portal, { headers: { host: "evil.example" } })).toBe(302);
			expect(await statusOf(portal, { setHost: false })).toBe(400);
			expect(await statusOf(portal, { method: "PUT", path })).toBe(405);
			const headers = { ...JSON_TYPE, "x-leafcast-token": String((await session(portal)).token) };
			expect(await statusOf(portal, { method: "POST", path, headers }, "a".repeat(16_385))).toBe(413);
			expect(await statusOf(portal, { method: "POST", path, headers }, "a".repeat(200_000))).toBe(413);
			expect(await statusOf(portal, { method: "POST", path, headers }, "a".repeat(16_384))).toBe(400);
			const endless = statusOf(portal, { method: "POST", path, headers }, "a".repeat(2_000_000));
			await expect(endless).rejects.toThrow();
			const gone = request(portal, { method: "POST", path, headers: { ...headers, "content-length": 100 } });
			gone.on("error", () => {});
			gone.write("a", () => gone.destroy());
			await new Promise((resolve) => gone.once("close", resolve));
			expect(await statusOf(portal, {})).toBe(406);
			child.kill("SIGTERM");
			expect((await ended).code).toBe(0);
		},
		WAIT,
	);
});

test(
	"--unconfigured --once waits for the form; --state keeps the CA there, and what was stored before is gone",
	async () => {
		const state = mkdtempSync(join(tmpdir(), "leafcast-portal-"));
		const args = ["--engine", "node", "--once", "--state", state];
		expect((await runStart(...args).ended).code).toBe(0);
		const { portal, setup, ended } = await outOfTheBox(...args);
		expect(setup.caFile).toBe(join(state, "ca.pem"));
		expect(await (await fillIn(portal, setup)).text()).toContain("<h1>Saved</h1>");
		const { code, lines } = await ended;
		expect(lines.at(-1)).toMatchObject({ event: "end", code: 0 });
		expect(code).toBe(0);
		expect(readFileSync(join(state, "flash.json"), "utf8")).toContain(String(setup.port));
		rmSync(state, { recursive: true });
	},
	WAIT,
);

test(
	"--portal-port chooses the port, and says when it cannot be had",
	async () => {
		const server = createServer().listen(0, "127.0.0.1");
		await once(server, "listening");
		const port = (server.address() as AddressInfo).port;
		const taken = await runStart("--portal-port", String(port)).ended;
		expect(taken.code).toBe(2);
		expect(taken.errors).toMatch(new RegExp(`^--portal-port ${port}: .*EADDRINUSE`));
		server.close();
		await once(server, "close");
		const { portal, child, ended } = await outOfTheBox("--engine", "node", "--portal-port", String(port));
		expect(portal).toBe(`http://127.0.0.1:${port}/`);
		child.kill("SIGINT");
		await ended;
	},
	WAIT,
);
