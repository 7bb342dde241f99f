import { describe, expect, test } from "@jest/globals";
import { ROUTES } from "../../../src/portal/routes";
import { FakeKeys } from "../../helpers/fake-keys";
import { SETUP_PASSWORD } from "../../helpers/fake-portal-device";
import { atHome, get, post } from "../../helpers/http-request";
import { PortalBench } from "../../helpers/portal-bench";

const MINUTE = 60_000;
const status = (bench: PortalBench, headers = {}) => bench.ask(atHome(get("/api/status", headers))).status;
const tryPassword = (bench: PortalBench, password: unknown) =>
	bench.await(atHome(post("/api/session", { password })));

describe("in the setup network", () => {
	test("everybody is in, with one token that is asked for", () => {
		const bench = new PortalBench();
		const { data, headers } = bench.ask(get("/api/session"));
		expect(data).toEqual({
			...{ access: "setup", loggedIn: true, language: "en" },
			token: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
		expect(headers).not.toHaveProperty("set-cookie");
		expect(bench.ask(get("/api/session")).data["token"]).toBe(data["token"]);
		expect(bench.ask(post("/api/session", {})).data["token"]).toBe(data["token"]);
	});

	test("its token opens nothing at home", () => {
		const bench = new PortalBench();
		expect(bench.ask(atHome(post("/api/restart", {}, bench.token))).status).toBe(401);
	});
});

describe("at home", () => {
	const GUARDED = ROUTES.filter(({ by }) => by === "members");

	test.each(GUARDED.map(({ method, path }) => [method, path]))(
		"%s %s is not for strangers",
		(method, path) => {
			const bench = new PortalBench();
			const request = atHome({ ...post(path ?? "", {}), method: method ?? "" });
			expect(bench.ask(request)).toMatchObject({ status: 401, data: { error: "login" } });
			expect(bench.device.done).toEqual([]);
		},
	);

	test("nobody is in, until the password is right", () => {
		const bench = new PortalBench();
		expect(bench.ask(atHome(get("/api/session"))).data).toEqual({
			...{ access: "home", loggedIn: false, language: "en" },
		});
		expect(tryPassword(bench, "wrong")).toMatchObject({ status: 401, data: { error: "wrong-password" } });
		const { status: right, headers, data } = tryPassword(bench, SETUP_PASSWORD);
		expect([right, headers["set-cookie"]]).toEqual([
			200,
			expect.stringMatching(/^leafcast=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict$/),
		]);
		expect(data).toEqual({ access: "home", loggedIn: true, token: expect.stringMatching(/^[0-9a-f]{32}$/) });
		const cookie = (headers["set-cookie"] ?? "").split(";")[0] ?? "";
		expect(cookie).not.toContain(String(data["token"]));
		expect(bench.ask(atHome(get("/api/session", { cookie: `other=1; ${cookie}` }))).data).toMatchObject({
			...{ loggedIn: true, token: data["token"] },
		});
	});

	test.each([undefined, "", 1, null, ["x"], "x".repeat(129)])("%j is no password", (password) => {
		const bench = new PortalBench();
		expect(tryPassword(bench, password).status).toBe(400);
		expect(bench.ask(atHome({ ...post("/api/session", {}), body: "nonsense" })).status).toBe(400);
	});

	test("the password is the one that was set, and who knew the old one is out", () => {
		const bench = new PortalBench();
		const before = bench.logIn();
		expect(status(bench, before)).toBe(200);
		bench.post("/api/settings", { device: { adminPassword: "my own password" } });
		expect(status(bench, before)).toBe(401);
		expect(tryPassword(bench, SETUP_PASSWORD).status).toBe(401);
		expect(status(bench, bench.logIn("my own password"))).toBe(200);
		bench.post("/api/settings", { device: { adminPassword: null } });
		expect(tryPassword(bench, "my own password").status).toBe(401);
		expect(status(bench, bench.logIn())).toBe(200);
	});

	test.each([
		"plain",
		"",
		"pbkdf2-sha256$20000$AAAA",
		"pbkdf2-sha256$20000$?$AAAA",
		"pbkdf2-sha256$1e9$AAAA$AAAA",
		"pbkdf2-sha256$0$AAAA$AAAA",
		"pbkdf2-sha256$2000000$AAAA$AAAA",
		"md5$1$AAAA$AAAA",
	])("no password is right for the record %j", (admin) => {
		const bench = new PortalBench();
		bench.device.stored = { device: { admin } };
		for (const password of [SETUP_PASSWORD, "plain", "AAAA"]) {
			expect(tryPassword(bench, password).status).toBe(401);
		}
	});

	test("no password is right for a device that has none", () => {
		const bench = new PortalBench();
		bench.device.setupPassword = () => "";
		expect(tryPassword(bench, " ").status).toBe(401);
	});

	test("a session ends by logging out, and cannot be replayed", () => {
		const bench = new PortalBench();
		const session = bench.logIn();
		const other = bench.logIn();
		const { headers } = bench.ask(atHome(post("/api/session/end", {}, session)));
		expect(headers["set-cookie"]).toMatch(/^leafcast=; .*Max-Age=0$/);
		expect([status(bench, session), status(bench, other)]).toEqual([401, 200]);
		expect(bench.ask(atHome(post("/api/restart", {}, session))).status).toBe(401);
	});

	test("a session does not take the token of another", () => {
		const bench = new PortalBench();
		const [one, other] = [bench.logIn(), bench.logIn()];
		const mixed = { ...one, "x-leafcast-token": other["x-leafcast-token"] ?? "" };
		expect(bench.ask(atHome(post("/api/restart", {}, mixed))).status).toBe(403);
		expect(bench.ask(atHome(post("/api/restart", {}, one))).status).toBe(200);
	});

	test("a session ends after half an hour of silence, and after half a day in any case", () => {
		const bench = new PortalBench();
		const silent = bench.logIn();
		bench.clock.advance(30 * MINUTE);
		expect(status(bench, silent)).toBe(401);
		const busy = bench.logIn();
		for (let minutes = 0; minutes < 12 * 60 - 29; minutes += 29) {
			expect(status(bench, busy)).toBe(200);
			bench.clock.advance(29 * MINUTE);
		}
		bench.clock.advance(20 * MINUTE);
		expect(status(bench, busy)).toBe(401);
	});

	test("there are three sessions; who has been silent for the longest makes room", () => {
		const bench = new PortalBench();
		const sessions = [0, 1, 2].map(() => {
			bench.clock.advance(1000);
			return bench.logIn();
		});
		expect(status(bench, sessions[0])).toBe(200);
		bench.logIn();
		expect(sessions.map((session) => status(bench, session))).toEqual([200, 401, 200]);
	});

	test("five guesses are free, then each takes longer than the one before", () => {
		const bench = new PortalBench();
		bench.post("/api/settings", { device: { adminPassword: "my own password" } });
		const guess = () => bench.ask(atHome(post("/api/session", { password: "guess" })));
		for (let time = 0; time < 4; time++) expect(guess().data).not.toHaveProperty("waitSeconds");
		const waits: number[] = [];
		for (let time = 0; time < 8; time++) {
			waits.push(Number(guess().data["waitSeconds"]));
			const { status: closed, headers } = bench.ask(
				atHome(post("/api/session", { password: "my own password" })),
			);
			expect([closed, headers["retry-after"]]).toEqual([429, String(waits.at(-1))]);
			expect(bench.ask(atHome(get("/api/session"))).data["waitSeconds"]).toBe(waits.at(-1));
			bench.clock.advance((waits.at(-1) ?? 0) * 1000 - 1);
			expect(guess().status).toBe(429);
			bench.clock.advance(1);
		}
		expect(waits).toEqual([10, 20, 40, 80, 160, 320, 600, 600]);
		expect(tryPassword(bench, "my own password").status).toBe(200);
		expect(guess().data).not.toHaveProperty("waitSeconds");
	});

	test("one guess is looked at at a time, and answered when it has been", () => {
		const bench = new PortalBench();
		bench.post("/api/settings", { device: { adminPassword: "my own password" } });
		const slow = new PortalBench(new FakeKeys(false));
		slow.device.stored = bench.device.stored;
		const login = atHome(post("/api/session", { password: "my own password" }));
		const first = slow.begin(login);
		expect(first).toEqual([]);
		expect(slow.ask(login)).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
		expect(
			slow.ask(post("/api/settings", { device: { adminPassword: "another one" } }, slow.token)).status,
		).toBe(429);
		slow.keys.finish();
		expect(first).toMatchObject([{ status: 200 }]);
		slow.begin(login);
		expect(slow.keys.waiting).toHaveLength(1);
	});

	test("settings from a file, and a reset, end all sessions", () => {
		const passphrase = "of good length";
		for (const end of ["import", "reset"] as const) {
			const bench = new PortalBench();
			const session = bench.logIn();
			const { file } = bench.post("/api/settings/export", { passphrase }).data;
			if (end === "import") bench.post("/api/settings/import", { passphrase, file });
			else bench.post("/api/reset", { confirm: "reset" });
			expect(status(bench, session)).toBe(401);
		}
	});
});
