import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { HttpRequest } from "../../../src/portal/http";
import { ROUTES } from "../../../src/portal/routes";
import { PASSPHRASE } from "../../../src/settings/passphrase-file";
import { BROKER, WIFI_PASSWORD } from "../../helpers/fake-portal-device";
import { atHome, get, post, postForm } from "../../helpers/http-request";
import { PAGE, PortalBench } from "../../helpers/portal-bench";

const GUARDS = {
	"x-content-type-options": "nosniff",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
};
/** Settings with a secret in every place that may have one. */
const SETTINGS = {
	wifi: { networks: [{ ssid: "Leafhouse", password: WIFI_PASSWORD }] },
	mqtt: { ...BROKER, key: "hunter2-key", cert: "PEM", enabled: true },
	device: { adminPassword: "hunter2-admin" },
};
const SECRETS = [WIFI_PASSWORD, BROKER.password, "hunter2-key", "hunter2-admin", "pbkdf2-sha256"];

function configured(): PortalBench {
	const bench = new PortalBench();
	expect(bench.post("/api/settings", SETTINGS).status).toBe(200);
	bench.clock.advance(5000);
	return bench;
}

describe("the page", () => {
	test("comes compressed, guarded by its own policy, and once", () => {
		const bench = new PortalBench();
		const [answer] = bench.begin(get("/"));
		expect(answer).toMatchObject({ status: 200, body: PAGE.gzip });
		expect(answer?.headers).toMatchObject({
			...GUARDS,
			"content-encoding": "gzip",
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": PAGE.csp,
			etag: PAGE.etag,
		});
		const again = bench.ask(get("/?from=sign", { "if-none-match": PAGE.etag }));
		expect([again.status, again.body]).toEqual([304, ""]);
		// What the browser has kept is bound by these from now on.
		const policy = again.headers["content-security-policy"];
		expect(policy).toBe(PAGE.csp);
	});

	test("is not for who cannot unpack it", () => {
		const answer = new PortalBench().ask(get("/", { "accept-encoding": "br" }));
		expect([answer.status, answer.body]).toEqual([406, expect.stringContaining("gzip")]);
	});
});

describe("what is shown", () => {
	test("is what the device knows", () => {
		const { data } = configured().ask(get("/api/status"));
		expect(data).toMatchObject({
			...{ configured: true, complaints: [], firmware: "1.2.3", uptime: 42, protection: "plain-key" },
			...{ connection: { state: "online" }, wifi: { state: "up" }, identity: { generation: "AZE0" } },
			counters: { frames: 1234 },
		});
		expect(data["values"]).toContainEqual({
			...{ key: "health", name: "Battery health", value: 86, unit: "%", ageSeconds: 61 },
		});
	});

	test("is also the log, and the settings with their secrets replaced", () => {
		const bench = configured();
		expect(bench.ask(get("/api/log")).data["events"]).toHaveLength(2);
		expect(bench.ask(get("/api/settings")).data).toEqual({
			settings: {
				wifi: { networks: [{ ssid: "Leafhouse", password: true }] },
				mqtt: { ...BROKER, password: true, key: true, cert: "PEM", enabled: true },
				device: { admin: true },
			},
		});
	});

	test("in a language that the settings say", () => {
		const bench = new PortalBench();
		expect(bench.ask(get("/api/session")).data["language"]).toBe("en");
		bench.post("/api/settings", { device: { language: "no" } });
		expect(bench.ask(get("/api/session")).data["language"]).toBe("no");
	});
});

describe("changing the settings", () => {
	test("hands on what is changed, and keeps of a password its hash", () => {
		const { stored } = configured().device;
		expect(stored).toMatchObject({ wifi: SETTINGS.wifi, mqtt: SETTINGS.mqtt });
		expect(stored["device"]).toEqual({
			admin: expect.stringMatching(/^pbkdf2-sha256\$20000\$.{24}\$.{44}$/),
		});
	});

	test("tells what is wrong, and why nothing was stored", () => {
		const bench = new PortalBench();
		const wrong = bench.post("/api/settings", { mqtt: { host: "h", port: 0 } });
		const message = "must be a whole number from 1 to 65535";
		expect([wrong.status, wrong.data]).toEqual([400, { errors: [{ field: "mqtt.port", message }] }]);
		bench.device.refusal = { reason: "flash-full" };
		const failed = bench.post("/api/settings", {});
		expect([failed.status, failed.data["error"]]).toEqual([500, "flash-full"]);
	});

	test.each([
		[{ adminPassword: "short77" }, "device.adminPassword"],
		[{ adminPassword: "x".repeat(129) }, "device.adminPassword"],
		[{ adminPassword: 12345678 }, "device.adminPassword"],
		[{ admin: "pbkdf2-sha256$1$AAAA$AAAA" }, "device.admin"],
	])("refuses %j as a password", (device, field) => {
		const bench = new PortalBench();
		const { status, data } = bench.post("/api/settings", { device });
		expect([status, data]).toEqual([400, { errors: [{ field, message: expect.any(String) }] }]);
		expect(bench.device.done).toEqual([]);
	});

	test.each(["", "[]", "1", "null", "{", '"x"', `${"[".repeat(20)}`, `{"a":${"[".repeat(9000)}`])(
		"takes no body that is no object (%#)",
		(body) => {
			const bench = new PortalBench();
			for (const path of ["/api/settings", "/api/mqtt/test", "/api/reset", "/api/settings/export"]) {
				expect(bench.ask({ ...post(path, {}, bench.token), body }).status).toBe(400);
			}
			expect(bench.device.done).toEqual([]);
		},
	);
});

describe("the form of a browser without JavaScript", () => {
	const FORM = {
		...{ "wifi.ssid": " Leafhouse ", "wifi.password": WIFI_PASSWORD, "car.bus": "ev-can" },
		...{
			"mqtt.host": "broker",
			"mqtt.port": "8883",
			"mqtt.ca": "a\r\nb",
			"mqtt.user": "",
			"mqtt.password": "",
		},
	};

	test("sets the device up", () => {
		const bench = new PortalBench();
		const { status, headers, body } = bench.ask(
			postForm({ ...FORM, "device.admin-password": "hunter2-admin" }),
		);
		expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
		expect(body).toContain("<h1>Saved</h1>");
		expect(bench.device.stored).toEqual({
			wifi: { networks: [{ ssid: "Leafhouse", password: WIFI_PASSWORD }] },
			mqtt: { host: "broker", port: 8883, ca: "a\nb" },
			car: { bus: "ev-can" },
			device: { admin: expect.stringContaining("pbkdf2-sha256$") },
		});
	});

	test("says what is wrong, without markup of others", () => {
		const bench = new PortalBench();
		const { status, body } = bench.ask(postForm({ ...FORM, "mqtt.port": "<b>" }));
		expect(status).toBe(400);
		expect(body).toContain("<li>mqtt.port must be a whole number from 1 to 65535</li>");
		bench.device.refusal = { errors: [{ field: "<i>", message: '"&' }] };
		expect(bench.ask(postForm(FORM)).body).toContain("<li>&lt;i&gt; &quot;&amp;</li>");
		bench.device.refusal = { reason: "flash-full" };
		expect(bench.ask(postForm(FORM))).toMatchObject({
			status: 500,
			body: expect.stringContaining("flash-full"),
		});
	});

	test("without a broker wants none", () => {
		const bench = new PortalBench();
		bench.ask(postForm({ "wifi.ssid": "Leafhouse", "mqtt.host": "" }));
		expect(bench.device.stored["mqtt"]).toEqual({ enabled: false });
	});

	test("is taken only in the setup network, only from the own page, and only once", () => {
		const bench = new PortalBench();
		const without = postForm(FORM);
		const anonymous = new Map([...without.headers].filter(([name]) => name !== "origin"));
		expect(bench.ask({ ...without, headers: anonymous }).status).toBe(403);
		const told = new Map([...anonymous, ["sec-fetch-site", "cross-site"]]);
		expect(bench.ask({ ...without, headers: told }).status).toBe(403);
		expect(bench.ask(postForm(FORM, { origin: "http://evil.example" })).status).toBe(403);
		expect(bench.ask(postForm(FORM, { origin: "null" })).status).toBe(403);
		expect(bench.ask(atHome(postForm(FORM))).status).toBe(403);
		expect(bench.ask(postForm(FORM, { "content-type": "text/plain" })).status).toBe(415);
		expect(bench.ask({ ...postForm(FORM), body: "%zz=" }).status).toBe(400);
		expect(bench.ask({ ...postForm(FORM), body: "a&".repeat(40) }).status).toBe(400);
		expect(bench.device.done).toEqual([]);
		const same = new Map([...anonymous, ["sec-fetch-site", "same-origin"]]);
		expect(bench.ask({ ...without, headers: same }).status).toBe(200);
		expect(bench.ask(postForm(FORM)).status).toBe(403);
	});
});

describe("what takes its time", () => {
	test("is a scan, of which one is enough", () => {
		const bench = new PortalBench();
		const scan = () => bench.ask(get("/api/wifi/scan")).data;
		expect(scan()).toEqual({ state: "idle" });
		for (let time = 0; time < 2; time++) {
			expect(bench.ask(post("/api/wifi/scan", {}, bench.token)).status).toBe(202);
		}
		expect([scan(), bench.device.done]).toEqual([{ state: "scanning" }, ["scan"]]);
		bench.clock.advance(1000);
		expect(scan()).toMatchObject({
			state: "done",
			networks: [
				{ ssid: "Leafhouse", rssi: -52, secure: true },
				{ ssid: "Café", rssi: -71, secure: false },
				{ ssid: "Neighbour", rssi: -80, secure: true },
			],
		});
		expect(bench.post("/api/wifi/scan", {}).status).toBe(202);
	});

	test("is a scan that fails, or never ends", () => {
		const bench = new PortalBench();
		bench.device.scan = (onDone) => void onDone({ reason: "busy" } as never);
		bench.post("/api/wifi/scan", {});
		expect(bench.ask(get("/api/wifi/scan")).data).toEqual({ state: "failed", reason: "busy" });
		bench.device.scan = () => {};
		bench.post("/api/wifi/scan", {});
		bench.clock.advance(20_000);
		expect(bench.ask(get("/api/wifi/scan")).data).toEqual({ state: "failed", reason: "timeout" });
	});

	test("is the test of a broker, one at a time", () => {
		const bench = new PortalBench();
		const tested = () => bench.ask(get("/api/mqtt/test")).data;
		expect(tested()).toEqual({ state: "idle" });
		expect(bench.post("/api/mqtt/test", {}).data).toHaveProperty("errors");
		expect(tested()).toEqual({ state: "idle" });
		expect(bench.ask(post("/api/mqtt/test", { mqtt: BROKER }, bench.token)).status).toBe(202);
		expect(tested()).toEqual({ state: "testing" });
		expect(bench.ask(post("/api/mqtt/test", { mqtt: BROKER }, bench.token)).status).toBe(409);
		bench.clock.advance(1000);
		expect(tested()).toEqual({ state: "done", result: { state: "ok", homeAssistant: true } });
		bench.post("/api/mqtt/test", { mqtt: { ...BROKER, password: "wrong" } });
		expect(tested()).toEqual({ state: "done", result: { state: "password" } });
	});

	test("is given up in the end", () => {
		const bench = new PortalBench();
		let cancelled = 0;
		bench.device.testBroker = () => () => void cancelled++;
		bench.post("/api/mqtt/test", {});
		bench.clock.advance(60_000);
		expect(bench.ask(get("/api/mqtt/test")).data).toEqual({ state: "done", result: { state: "timeout" } });
		expect(cancelled).toBe(1);
	});

	test("is a file of all settings", () => {
		const bench = new PortalBench();
		const passphrase = "of good length";
		const { file } = bench.post("/api/settings/export", { passphrase }).data;
		expect(bench.post("/api/settings/import", { passphrase, file }).data).toEqual({ ok: true });
		const wrong = bench.post("/api/settings/import", { passphrase: "of bad length", file });
		expect([wrong.status, wrong.data["error"]]).toEqual([400, "wrong-passphrase-or-damaged"]);
		const missing = bench.post("/api/settings/import", { passphrase });
		expect(missing).toMatchObject({ status: 400, data: { errors: [{ field: "file" }] } });
	});

	test.each([PASSPHRASE.shortest - 1, PASSPHRASE.longest + 1, undefined])(
		"is under no passphrase of %s characters",
		(length) => {
			const bench = new PortalBench();
			const passphrase = length === undefined ? undefined : "a".repeat(length);
			const errors = [{ field: "passphrase", message: "must have 12 to 256 characters" }];
			for (const path of ["/api/settings/export", "/api/settings/import"]) {
				expect(bench.post(path, { passphrase, file: "{}" })).toMatchObject({ status: 400, data: { errors } });
			}
		},
	);

	test.each([PASSPHRASE.shortest, PASSPHRASE.longest])("may be under one of %i characters", (length) => {
		const bench = new PortalBench();
		expect(bench.post("/api/settings/export", { passphrase: "a".repeat(length) }).status).toBe(200);
	});

	test.each([
		["/api/restart", {}, "restart"],
		["/api/reset", { confirm: "reset" }, "reset"],
	])("is %s, after its answer", (path, content, done) => {
		const bench = new PortalBench();
		expect(bench.ask(post(path, content, bench.token)).status).toBe(200);
		expect(bench.device.done).toEqual([]);
		bench.clock.advance(1000);
		expect(bench.device.done).toEqual([done]);
	});

	test("is no reset that nobody confirms", () => {
		const bench = new PortalBench();
		expect(bench.post("/api/reset", { confirm: true }).status).toBe(400);
		expect(bench.device.done).toEqual([]);
	});
});

describe("a request", () => {
	test.each([
		[{ host: "" }, 400],
		[{ host: "a b" }, 400],
		[{ host: "evil.example" }, 421],
		[{ host: "192.168.4.1.evil.example" }, 421],
		[{ host: "leafcast-1a2b.local.evil.example" }, 421],
		[{ host: "sub.leafcast.local" }, 421],
		[{ host: "192.168.1.7:80" }, 200],
		[{ host: "[fe80::1]" }, 200],
		[{ host: "localhost:8080" }, 200],
		[{ host: "Leafcast-1a2b.LOCAL" }, 200],
	])("for %j is answered with %i at home", (headers, status) => {
		expect(new PortalBench().ask(atHome(get("/", headers))).status).toBe(status);
	});

	test.each([
		["/x", "GET", 404],
		["/api", "GET", 404],
		["/api/status/", "GET", 404],
		["//api/status", "GET", 404],
		["/../api/status", "GET", 404],
		["/%61pi/status", "GET", 404],
		["/API/status", "GET", 404],
		["http://192.168.4.1/api/status", "GET", 404],
		["/constructor", "GET", 404],
		["/", "POST", 405],
		["/api/session", "DELETE", 405],
		["/api/restart", "GET", 405],
	])("for %s by %s is answered with %i", (path, method, status) => {
		expect(new PortalBench().ask({ ...get(path), method }).status).toBe(status);
	});

	test("to a page that takes something else is told what", () => {
		const { headers } = new PortalBench().ask({ ...get("/api/session"), method: "PUT" });
		expect(headers["allow"]).toBe("GET, POST");
	});

	const CHANGES = ROUTES.filter(({ method, by }) => method === "POST" && by === "members");
	test.each(CHANGES.map(({ path }) => path))("that would change %s has to prove where it is from", (path) => {
		const bench = new PortalBench();
		const { token } = bench;
		const status = (headers: Record<string, string>) => bench.ask(post(path, {}, headers)).status;
		expect(status({})).toBe(403);
		expect(status({ "x-leafcast-token": `${token["x-leafcast-token"]}0` })).toBe(403);
		expect(status({ "x-leafcast-token": "" })).toBe(403);
		for (const origin of ["http://evil.example", "null", "https://192.168.4.1", "http://192.168.4.1:81"]) {
			expect(status({ ...token, origin })).toBe(403);
		}
		expect(status({ ...token, "sec-fetch-site": "cross-site" })).toBe(403);
		for (const type of ["text/plain", "", "application/json-seq", "text/json; application/json"]) {
			expect(status({ ...token, "content-type": type })).toBe(415);
		}
		expect(bench.ask({ ...post(path, {}, token), body: undefined }).status).toBe(413);
		expect(bench.device.done).toEqual([]);
	});

	test("may bring a long body when it is of a member, and of anybody else no more than a password takes", () => {
		const bench = configured();
		const limit = (request: HttpRequest) => bench.portal.bodyLimit(request);
		const login = atHome(post("/api/settings", {}));
		expect(limit(post("/setup", {}))).toBe(16_384);
		expect(limit(login)).toBe(1024);
		expect(limit({ ...login, headers: new Map([["cookie", `leafcast=${"0".repeat(32)}`]]) })).toBe(1024);
		const session = bench.logIn("hunter2-admin");
		expect(limit(atHome(post("/api/settings", {}, session)))).toBe(16_384);
	});

	test("that is too long is told so, unless it is of somebody who has to log in first", () => {
		const bench = new PortalBench();
		const long = (path: string) => atHome({ ...post(path, {}), body: undefined });
		expect(bench.ask(long("/api/session")).status).toBe(413);
		expect(bench.ask(long("/api/settings")).status).toBe(401);
		expect(bench.ask({ ...postForm({}), body: undefined }).status).toBe(413);
	});

	const request = fc.record({
		method: fc.constantFrom("GET", "POST", "HEAD", "PUT", "OPTIONS", "\0"),
		path: fc.oneof(fc.constantFrom(...ROUTES.map(({ path }) => path)), fc.webPath(), fc.string()),
		body: fc.option(fc.oneof(fc.json(), fc.string(), fc.constant('{"confirm":"reset"}')), { nil: undefined }),
		from: fc.constantFrom("setup" as const, "home" as const),
		peer: fc.constant("192.168.4.2"),
		headers: fc.dictionary(
			fc.constantFrom(
				...["host", "origin", "content-type", "cookie", "x-leafcast-token", "sec-fetch-site"],
				...["accept-encoding", "if-none-match"],
			),
			fc.oneof(
				fc.constantFrom("192.168.4.1", "http://192.168.4.1", "application/json", "gzip", "same-origin"),
				fc.string(),
			),
		),
	});

	test("of any kind is answered, guarded, told no secret, and changes nothing without a token", () => {
		const bench = configured();
		const seen = new Set<number>();
		const stored = JSON.stringify(bench.device.stored);
		fc.assert(
			fc.property(request, ({ headers, ...rest }) => {
				const named = { host: "192.168.4.1", ...headers };
				const answer = bench.await({ ...rest, headers: new Map(Object.entries(named)) });
				seen.add(answer.status);
				const whole = JSON.stringify(answer);
				for (const secret of SECRETS) expect(whole).not.toContain(secret);
				if (answer.status !== 302 && answer.status !== 204) expect(answer.headers).toMatchObject(GUARDS);
			}),
			{ numRuns: 2000 },
		);
		expect(JSON.stringify(bench.device.stored)).toBe(stored);
		expect(bench.device.done).toEqual(["change"]);
		// Otherwise all were turned away at the door.
		expect([...seen]).toEqual(expect.arrayContaining([200, 401, 403, 404, 405]));
	});
});
