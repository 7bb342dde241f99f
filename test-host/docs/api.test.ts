import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { PROBES } from "../../src/portal/captive";
import { FORM_FIELDS } from "../../src/portal/form";
import { BODY_LIMIT, HTTP_PATIENCE, type HttpRequest, STRANGERS_LIMIT } from "../../src/portal/http";
import { ROUTES } from "../../src/portal/routes";
import { PASSPHRASE } from "../../src/settings/passphrase-file";
import { FakeKeys } from "../helpers/fake-keys";
import { BROKER, SETUP_PASSWORD } from "../helpers/fake-portal-device";
import { atHome, get, post, postForm } from "../helpers/http-request";
import { misfits, type Schema, type Schemas } from "../helpers/json-schema";
import { type Answer, answerOf, PAGE, PortalBench } from "../helpers/portal-bench";

interface Body {
	readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
	readonly security: readonly Readonly<Record<string, unknown>>[];
	readonly requestBody?: Body;
	readonly responses: Readonly<Record<string, Body>>;
}

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const document = JSON.parse(read("openapi.json")) as {
	readonly openapi: string;
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly schemas: Schemas };
};
const { schemas } = document.components;
const operation = (method: string, path: string) => document.paths[path]?.[method.toLowerCase()];

describe("docs/openapi.json", () => {
	test("describes every route, and no other", () => {
		const described = Object.entries(document.paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
		);
		expect(document.openapi).toMatch(/^3\.1\./);
		expect(described.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
	});

	test.each(ROUTES.map((route) => [route.method, route.path, route] as const))(
		"says who may ask %s %s",
		(method, path, { by }) => {
			const members = method === "GET" ? [{ session: [] }] : [{ session: [], token: [] }];
			expect(operation(method, path)?.security).toEqual(by === "members" ? members : []);
			expect(operation(method, path)?.responses).toHaveProperty(by === "members" ? "401" : "200");
		},
	);

	test("names the fields of the form", () => {
		const form = operation("POST", "/setup")?.requestBody?.content?.["application/x-www-form-urlencoded"];
		expect(Object.keys(form?.schema.properties ?? {})).toEqual(Object.keys(FORM_FIELDS));
	});

	/** Asks, and compares the answer with what is said of it. */
	function check(answer: Answer, method: string, path: string): void {
		const type = (answer.headers["content-type"] ?? "").split(";")[0] ?? "";
		const content = operation(method, path)?.responses[answer.status]?.content;
		expect([path, answer.status, Object.keys(content ?? {})]).toEqual([path, answer.status, [type]]);
		if (type !== "application/json") return;
		expect(misfits(answer.data, content?.[type]?.schema ?? { const: "nothing" }, schemas)).toEqual([]);
	}

	test("fits what is answered, as the device goes from its box to its work", () => {
		const bench = new PortalBench();
		const look = () => {
			for (const { method, path } of ROUTES) {
				if (method === "GET" && path !== "/") check(bench.ask(get(path)), method, path);
			}
		};
		look();
		const wifi = { networks: [{ ssid: "Leafhouse", password: "correct horse" }] };
		const changes = { wifi, mqtt: BROKER, device: { adminPassword: "my own password" } };
		const passphrase = "of good length";
		const { file } = bench.post("/api/settings/export", { passphrase }).data;
		for (const [path, content] of [
			["/api/wifi/scan", {}],
			["/api/mqtt/test", { mqtt: BROKER }],
			["/api/mqtt/test", { mqtt: { port: 0 } }],
			["/api/settings", changes],
			["/api/settings", { mqtt: { port: 0 } }],
			["/api/settings/export", { passphrase }],
			["/api/settings/export", {}],
			["/api/settings/import", { passphrase, file }],
			["/api/settings/import", { passphrase, file: "" }],
			["/api/session", {}],
			["/api/session/end", {}],
			["/api/restart", {}],
			["/api/reset", {}],
		] as const) {
			const answers = bench.begin(post(path, content, bench.token));
			look();
			bench.clock.advance(5000);
			check(answerOf(answers), "POST", path);
			look();
		}
		bench.device.refusal = { reason: "flash-full" };
		check(bench.post("/api/settings", {}), "POST", "/api/settings");
		check(bench.ask(postForm({})), "POST", "/setup");
		check(bench.post("/api/reset", { confirm: "reset" }), "POST", "/api/reset");
	});

	test("fits what strangers are answered", () => {
		const bench = new PortalBench();
		for (const { method, path } of ROUTES) {
			if (path === "/") continue;
			const request = method === "GET" ? get(path) : post(path, { password: "wrong" });
			check(bench.ask(atHome(request)), method, path);
		}
		for (let guess = 0; guess < 5; guess++) {
			check(bench.ask(atHome(post("/api/session", { password: "wrong" }))), "POST", "/api/session");
		}
		check(bench.ask(atHome(get("/api/session"))), "GET", "/api/session");
		check(bench.ask(get("/", { "accept-encoding": "" })), "GET", "/");
	});
});

describe("the statuses in docs/openapi.json", () => {
	/** Every status that a route has answered with. */
	function answered(): Map<string, Set<string>> {
		const seen = new Map(ROUTES.map(({ method, path }) => [`${method} ${path}`, new Set<string>()]));
		const note = ({ method, path }: HttpRequest, { status }: { status: number }) =>
			void seen.get(`${method} ${path}`)?.add(String(status));
		const ask = (bench: PortalBench, request: HttpRequest) => note(request, bench.await(request));
		for (const { method, path } of ROUTES) askInVain(method, path, ask);
		const bench = new PortalBench();
		const busy = new PortalBench(new FakeKeys(false));
		const failing = new PortalBench();
		failing.device.refusal = { reason: "flash-full" };
		failing.device.exportSettings = (_, onDone) => void onDone({ reason: "no-settings" } as never);
		const filing = new PortalBench();
		filing.device.exportSettings = (_, onDone) => void onDone({ reason: "busy" } as never);
		filing.device.importSettings = (_file, _passphrase, onDone) => void onDone({ reason: "busy" });
		const passphrase = "of good length";
		const { file } = bench.post("/api/settings/export", { passphrase }).data;
		ask(bench, get("/", { "if-none-match": PAGE.etag }));
		ask(bench, get("/", { "accept-encoding": "" }));
		for (const password of [SETUP_PASSWORD, "", ...Array(6).fill("wrong")]) {
			ask(bench, atHome(post("/api/session", { password })));
		}
		const password = { device: { adminPassword: "my own password" } };
		const form = postForm({ "device.admin-password": "my own password" });
		for (const [with_, path, content] of [
			[bench, "/api/mqtt/test", { mqtt: BROKER }],
			[bench, "/api/mqtt/test", { mqtt: { port: 0 } }],
			[bench, "/api/settings", { mqtt: { port: 0 } }],
			[failing, "/api/settings", {}],
			[bench, "/api/settings/export", { passphrase }],
			[bench, "/api/settings/export", {}],
			[failing, "/api/settings/export", { passphrase }],
			[filing, "/api/settings/export", { passphrase }],
			[bench, "/api/settings/import", { passphrase, file }],
			[bench, "/api/settings/import", {}],
			[filing, "/api/settings/import", { passphrase, file }],
			[bench, "/api/reset", { confirm: "reset" }],
		] as const) {
			ask(with_, post(path, content, with_.token));
		}
		bench.begin(post("/api/mqtt/test", { mqtt: BROKER }, bench.token));
		ask(bench, post("/api/mqtt/test", { mqtt: BROKER }, bench.token));
		busy.begin(post("/api/settings", password, busy.token));
		ask(busy, post("/api/settings", password, busy.token));
		ask(busy, form);
		ask(failing, form);
		ask(new PortalBench(), postForm({ "mqtt.port": "x", "mqtt.host": "h" }));
		ask(new PortalBench(), form);
		return seen;
	}

	/** What each route answers alike: to a member, to strangers, to other sites, and to what is no request of ours. */
	function askInVain(
		method: string,
		path: string,
		ask: (bench: PortalBench, request: HttpRequest) => void,
	): void {
		const bench = new PortalBench();
		if (method === "GET") {
			ask(bench, get(path));
			ask(bench, atHome(get(path)));
			return;
		}
		const { token } = bench;
		const request = path === "/setup" ? postForm({}) : post(path, {}, token);
		const headed = (headers: object) => new Map([...request.headers, ...Object.entries(headers)]);
		ask(bench, request);
		ask(new PortalBench(), atHome(request));
		ask(bench, { ...request, headers: headed({ origin: "http://evil.example" }) });
		ask(bench, { ...request, headers: headed({ "content-type": "text/plain" }) });
		ask(bench, { ...request, body: undefined });
		ask(new PortalBench(), atHome({ ...request, headers: headed({ "x-leafcast-token": "" }) }));
	}

	test("are those that are given, and no others", () => {
		const described = new Map(
			Object.entries(document.paths).flatMap(([path, methods]) =>
				Object.entries(methods).map(([method, { responses }]) => [
					`${method.toUpperCase()} ${path}`,
					Object.keys(responses).sort(),
				]),
			),
		);
		const given = new Map([...answered()].map(([route, statuses]) => [route, [...statuses].sort()]));
		expect(Object.fromEntries(given)).toEqual(Object.fromEntries(described));
	});
});

test("docs/openapi.json and docs/api.md give the limits that the portal has", () => {
	const { shortest, longest } = PASSPHRASE;
	for (const path of ["/api/settings/export", "/api/settings/import"]) {
		const body = operation("POST", path)?.requestBody?.content?.["application/json"]?.schema;
		expect(body?.properties?.["passphrase"]).toMatchObject({ minLength: shortest, maxLength: longest });
	}
	const text = read("api.md");
	expect(text).toContain(`of ${shortest} to ${longest} characters`);
	expect(text).toContain(`a body of at most ${BODY_LIMIT} bytes`);
	expect(text).toContain(`may send ${STRANGERS_LIMIT} bytes`);
	expect(text).toContain(`The head of a request has ${HTTP_PATIENCE / 1000} s`);
});

describe("docs/api.md", () => {
	test("has a line for every route, and no other", () => {
		const lines = [...read("api.md").matchAll(/^\| `((?:GET|POST) \S+)` +\|/gm)].map(([, route]) => route);
		expect(lines.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
	});
});

describe("the check of schemas", () => {
	test.each<[unknown, Schema, number]>([
		[{ a: 1 }, { type: "object", properties: { a: { type: "integer" } }, additionalProperties: false }, 0],
		[
			{ a: 1, b: 1 },
			{ type: "object", properties: { a: { type: "integer" } }, additionalProperties: false },
			1,
		],
		[{}, { required: ["a"] }, 1],
		[{ b: 1.5 }, { additionalProperties: { type: "integer" } }, 1],
		[[1, "x", null], { type: "array", items: { type: "integer" } }, 2],
		[1, { type: ["string", "number"] }, 0],
		[null, { type: ["string", "number"] }, 1],
		["x", { enum: ["y"] }, 1],
		[true, { const: true }, 0],
		[false, { const: true }, 1],
		[1, { oneOf: [{ type: "string" }, { type: "integer" }] }, 0],
		[1, { oneOf: [{ type: "number" }, { type: "integer" }] }, 1],
		["x", { $ref: "#/x/Named" }, 1],
		[1, { $ref: "#/x/Named" }, 0],
		[1, { $ref: "#/x/Nobody" }, 1],
	])("of %j by %j finds %i faults", (value, schema, count) => {
		expect(misfits(value, schema, { Named: { type: "integer" } })).toHaveLength(count);
	});
});

test("the table of probes names each system", () => {
	const systems = PROBES.map(({ of }) => of).join(" ");
	for (const system of ["Android", "ChromeOS", "iOS", "macOS", "Windows", "Firefox", "Kindle"]) {
		expect(systems).toContain(system);
	}
});
