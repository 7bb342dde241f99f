import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import type { Setup } from "../cli/setup";
import { inBothEngines } from "../helpers/in-engines";
import { runStart, type Started } from "../helpers/run-start";
import { until } from "../helpers/until";

const WAIT = 40_000;
const JSON_TYPE = { "content-type": "application/json" };

interface Status {
	readonly bus?: string;
	readonly values: readonly { readonly key: string; readonly value: unknown }[];
}

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
async function configure(portal: string, { wifi, host, port, caFile, bus }: Setup): Promise<Response> {
	const ca = readFileSync(caFile ?? "", "utf8");
	const { token = "" } = await session(portal);
	return fetch(`${portal}api/settings`, {
		method: "POST",
		headers: { ...JSON_TYPE, "x-leafcast-token": token },
		body: JSON.stringify({ wifi: { networks: [wifi] }, mqtt: { host, port, ca }, car: { bus } }),
	});
}

/** The same as the form of a browser without JavaScript, which says from where it is. */
async function fillIn(
	portal: string,
	{ wifi, host, port, caFile, bus }: Setup,
	more = {},
): Promise<Response> {
	const ca = readFileSync(caFile ?? "", "utf8");
	const network = { "wifi.ssid": wifi.ssid, "wifi.password": wifi.password };
	const fields = { ...network, "mqtt.host": host, "mqtt.port": String(port), "mqtt.ca": ca, "car.bus": bus };
	const body = new URLSearchParams({ ...fields, "mqtt.user": "", "mqtt.password": "", ...more });
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
		"is given its settings, and then has values at the broker",
		async () => {
			const { portal, setup, line, child, ended } = await outOfTheBox("--engine", engine);
			const page = await fetch(portal);
			expect([page.status, page.headers.get("content-encoding")]).toEqual([200, "gzip"]);
			const status = await fetch(`${portal}api/status`);
			expect(await status.json()).toMatchObject({ configured: false, connection: { state: "unconfigured" } });
			// Whoever sets it up sees that the car is heard.
			const car = await until("a voltage", async () => {
				const heard = (await (await fetch(`${portal}api/status`)).json()) as Status;
				return heard.values.some(({ key, value }) => key === "voltage" && value !== null) ? heard : undefined;
			});
			expect(car).toMatchObject({ configured: false, bus: "ev-can" });

			const wrong = await configure(portal, { ...setup, port: 0 });
			expect(wrong.status).toBe(400);
			expect(await wrong.text()).toContain("must be a whole number from 1 to 65535");
			const right = await configure(portal, setup);
			expect([right.status, await right.json()]).toEqual([200, { ok: true }]);

			await line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
			// The setup network stays a while, for the person to see what has come of it.
			expect(await session(portal)).toMatchObject({ access: "setup", loggedIn: true });
			const running = await fetch(`${portal}api/status`);
			expect(await running.json()).toMatchObject({
				configured: true,
				wifi: { state: "up", ssid: "Leafhouse" },
			});

			child.kill("SIGINT");
			expect((await ended).code).toBe(0);
			expect(existsSync(setup.caFile ?? "")).toBe(false);
		},
		WAIT,
	);

	test(
		"asks for the password in the home network, and forgets who has been let in when that one leaves",
		async () => {
			const started = runStart("--engine", engine);
			running.add(started.child);
			const { portal, portalPassword } = await started.line(({ event }) => event === "setting");
			await started.line(({ event }) => event === "delivered");
			const post = (path: string, body: object, headers = {}) =>
				fetch(`${portal}api/${path}`, {
					...{ method: "POST", headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) },
				});
			expect((await fetch(`${portal}api/status`)).status).toBe(401);
			expect((await post("session", { password: "a guess" })).status).toBe(401);
			const welcome = await post("session", { password: portalPassword });
			const [cookie = ""] = welcome.headers.getSetCookie();
			expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
			const member = { cookie: cookie.split(";")[0] ?? "" };
			const status = await fetch(`${portal}api/status`, { headers: member });
			expect(await status.json()).toMatchObject({ configured: true, connection: { state: "online" } });
			expect((await post("session/end", {}, member)).status).toBe(403);
			const { token } = (await welcome.json()) as { token: string };
			expect((await post("session/end", {}, { ...member, "x-leafcast-token": token })).status).toBe(200);
			expect((await fetch(`${portal}api/status`, { headers: member })).status).toBe(401);
			started.child.kill("SIGINT");
			await started.ended;
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
	"what the form was given is with the broker, survives a restart, and is nowhere to be read in the flash",
	async () => {
		const state = mkdtempSync(join(tmpdir(), "leafcast-portal-"));
		const login = ["--user", "leafcast", "--password", "a secret of the broker"];
		const args = ["--engine", "node", "--once", "--state", state, ...login];
		const { portal, setup, line, ended } = await outOfTheBox(...args);
		const { password: ownPassword } = await line(({ event }) => event === "setup-network");
		expect(setup.caFile).toBe(join(state, "ca.pem"));
		const secrets = { "mqtt.user": "leafcast", "mqtt.password": "a secret of the broker" };
		const filled = await fillIn(portal, setup, { ...secrets, "device.admin-password": "owner of the leaf" });
		expect(await filled.text()).toContain("<h1>Saved</h1>");
		expect((await ended).code).toBe(0);

		const stored = readdirSync(state).filter((name) => !/^(broker\.json|ca\.pem)$/.test(name));
		const content = stored.map((name) => readFileSync(join(state, name), "latin1")).join("\n");
		expect(content.length).toBeGreaterThan(500);
		const hidden = [setup.wifi.password, "a secret of the broker", "owner of the leaf", String(ownPassword)];
		for (const secret of [...hidden, "pbkdf2-sha256"]) {
			expect(content).not.toContain(secret);
			expect(content).not.toContain(Buffer.from(secret).toString("base64").slice(0, -4));
			expect(content).not.toContain(Buffer.from(secret).toString("hex"));
		}

		const again = await outOfTheBox(...args).then((started) => started.ended);
		expect(again.lines.at(-1)).toMatchObject({ event: "end", code: 0 });
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
