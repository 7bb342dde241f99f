import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { FakeKeys } from "../../helpers/fake-keys";
import { SETUP_PASSWORD } from "../../helpers/fake-portal-device";
import { atHome, get, post } from "../../helpers/http-request";
import { PortalBench } from "../../helpers/portal-bench";

const login = (password: unknown, peer?: string) => atHome(post("/api/session", { password }), peer);

describe("who one is", () => {
	test("does not tell strangers a token, and members no time to wait", () => {
		const bench = new PortalBench();
		bench.device.stored = { device: { language: "ja" } };
		const session = bench.logIn();
		for (let time = 0; time < 5; time++) bench.ask(login("wrong"));
		const { data: stranger } = bench.ask(atHome(get("/api/session")));
		expect(stranger).toEqual({ access: "home", loggedIn: false, language: "ja", waitSeconds: 10 });
		const { data: member } = bench.ask(atHome(get("/api/session", session)));
		expect(member).toEqual({
			...{ access: "home", loggedIn: true, language: "ja", token: session["x-leafcast-token"] },
		});
	});

	test.each([[{}], [{ device: null }], [{ device: { language: 7 } }]])(
		"is told in English for %j",
		(stored) => {
			const bench = new PortalBench();
			bench.device.stored = stored;
			bench.device.settings = () => stored;
			expect(bench.ask(get("/api/session")).data["language"]).toBe("en");
		},
	);
});

describe("logging in", () => {
	test("gives a session that nobody else has, also to who brings one along that is made up", () => {
		const bench = new PortalBench();
		const fixed = `leafcast=${"f".repeat(32)}`;
		const { headers } = bench.ask(
			atHome(post("/api/session", { password: SETUP_PASSWORD }, { cookie: fixed })),
		);
		expect(headers["set-cookie"]).not.toContain("f".repeat(32));
		expect(bench.ask(atHome(get("/api/status", { cookie: fixed }))).status).toBe(401);
	});

	test("is not done by any other JSON than the password", () => {
		const bench = new PortalBench();
		fc.assert(
			fc.property(fc.json({ maxDepth: 3 }), (body) => {
				const { status, headers } = bench.ask({ ...login(""), body });
				expect([400, 401, 429]).toContain(status);
				expect(headers).not.toHaveProperty("set-cookie");
			}),
		);
		expect(bench.ask(login(SETUP_PASSWORD, "192.168.1.99")).status).toBe(200);
	});

	test("costs no hash while it is too early, and none for what cannot be a password", () => {
		const bench = new PortalBench(new FakeKeys(false));
		const admin = "pbkdf2-sha256$20000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA";
		bench.device.stored = { device: { admin } };
		for (const password of ["", "x".repeat(129), 5, null]) bench.begin(login(password));
		expect(bench.keys.waiting).toEqual([]);
		for (let time = 0; time < 20; time++) {
			bench.begin(login("wrong"));
			expect(bench.keys.waiting.length).toBeLessThanOrEqual(time < 5 ? 1 : 0);
			bench.keys.finish();
		}
	});

	test("leaves who was in where they are, and logging out ends that session alone", () => {
		const bench = new PortalBench();
		const [one, other] = [bench.logIn(), bench.logIn()];
		const status = (session: Record<string, string>) => bench.ask(atHome(get("/api/status", session))).status;
		bench.ask(login("wrong"));
		expect([status(one), status(other)]).toEqual([200, 200]);
		const out = bench.ask(atHome(post("/api/session/end", {}, one)));
		expect(out.headers["set-cookie"]).toBe("leafcast=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
		expect([status(one), status(other)]).toEqual([401, 200]);
	});
});
