import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { HttpRequest } from "../../../src/portal/http";
import { FakeDevice } from "../../helpers/fake-device";
import { get, post } from "../../helpers/http-request";

const pem = (label: string, content: string) =>
	`-----BEGIN ${label}-----\n${content}\n-----END ${label}-----`;
const PEM = pem("PRIVATE KEY", "hunter2");
/** A device at work that has secrets. */
const SETTINGS = {
	version: 1,
	mqtt: {
		host: "broker",
		user: "leaf",
		password: "hunter2-stored",
		cert: pem("CERTIFICATE", "MII="),
		key: PEM,
	},
};
const running = () => new FakeDevice(JSON.stringify(SETTINGS));
const SECRET = /hunter2/;

/** Label, control and notes of each question on a setup page. */
function questions(page: string): Map<string, string> {
	const parts = page.split("<label ").slice(1);
	return new Map(parts.map((part) => [/^for="([^"]+)"/.exec(part)?.[1] ?? "", part]));
}

describe("the page of a device without settings", () => {
	test("asks, with a label for each control, and complains of nothing", () => {
		const { status, headers, body } = new FakeDevice().ask(get("/"));
		expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
		const asked = questions(body);
		expect([...asked.keys()]).toEqual([
			...["mqtt.host", "mqtt.port", "mqtt.ca", "mqtt.user", "mqtt.password", "car.bus"],
		]);
		for (const [field, question] of asked) {
			expect(question).toContain(`id="${field}" name="${field}" aria-describedby="${field}-notes"`);
			expect(question).toContain(`<div id="${field}-notes">`);
		}
		expect(body).not.toMatch(/class="bad"|aria-invalid|role="alert"/);
		expect(asked.get("mqtt.port")).toContain('value="8883"');
		expect(asked.get("car.bus")).toContain("<option selected>ev-can</option><option>car-can</option>");
		expect(asked.get("mqtt.password")).toContain('type="password"');
	});

	test("says what is wrong with stored settings, beside the field where there is one", () => {
		const { mqtt } = SETTINGS;
		const stored = { ...SETTINGS, mqtt: { ...mqtt, port: 0, qos: 7 } };
		const { status, body } = new FakeDevice(JSON.stringify(stored)).ask(get("/"));
		expect(status).toBe(200);
		expect(body).toContain("<li>mqtt.qos must be one of 0, 1, 2</li>");
		expect(questions(body).get("mqtt.port")).toContain("Port must be a whole number from 1 to 65535");
		expect(body).not.toContain("<li>mqtt.port");
		expect(body).not.toMatch(SECRET);
	});

	test("knows no value", () => {
		const { connection, values } = JSON.parse(new FakeDevice().ask(get("/values.json")).body);
		expect(connection).toEqual({ state: "unconfigured" });
		expect(values).toContainEqual({
			...{ key: "soc", name: "Battery level", value: null, unit: "%", ageSeconds: null },
		});
	});
});

describe("posting settings", () => {
	const form = { "mqtt.host": "broker.local", "mqtt.user": "leaf", "mqtt.password": "hunter2 +&" };

	test("stores them, starts the application and leads back to the page", () => {
		const fake = new FakeDevice();
		const { status, headers } = fake.ask(post(form));
		expect([status, headers["location"]]).toEqual([303, "/"]);
		const mqtt = { host: "broker.local", user: "leaf", password: "hunter2 +&" };
		expect(JSON.parse(fake.stored ?? "")).toEqual({ version: 2, mqtt });
		expect(fake.apps).toMatchObject([{ settings: { mqtt, car: { bus: "ev-can" } } }]);
		expect(fake.ask(get("/")).body).not.toContain("<form");
	});

	test("that are wrong shows why beside each field and keeps what was typed, but no secret", () => {
		const fake = new FakeDevice();
		const bad = {
			...form,
			"mqtt.host": '"><i>',
			"mqtt.port": "70000",
			"car.bus": "car-can",
			"mqtt.user": "",
		};
		const { status, body } = fake.ask(post(bad));
		expect(status).toBe(400);
		const asked = questions(body);
		expect(asked.get("mqtt.host")).toContain('value="&quot;&gt;&lt;i&gt;"');
		expect(asked.get("mqtt.host")).toMatch(/aria-invalid="true"[\s\S]*MQTT broker must be a host name/);
		expect(asked.get("mqtt.port")).toMatch(/value="70000"[\s\S]*Port must be a whole number/);
		expect(asked.get("mqtt.user")).toContain("User is missing");
		expect(asked.get("car.bus")).toContain("<option selected>car-can</option>");
		expect(asked.get("car.bus")).not.toContain("aria-invalid");
		expect(body).not.toMatch(SECRET);
		expect([fake.stored, fake.apps]).toEqual([undefined, []]);
	});

	test("that nobody knows are refused by name", () => {
		const { status, body } = new FakeDevice().ask(post({ ...form, "mqtt.pasword<": "hunter2" }));
		expect(status).toBe(400);
		expect(body).toContain("<li>mqtt.pasword&lt; is not a setting</li>");
		expect(body).not.toMatch(SECRET);
	});

	test("that cannot be stored says so, and nothing is started", () => {
		const fake = new FakeDevice();
		fake.writeFailure = "write-failed";
		const { status, body } = fake.ask(post(form));
		expect(status).toBe(500);
		expect(body).toContain("settings could not be stored (write-failed)");
		expect(questions(body).get("mqtt.host")).toContain('value="broker.local"');
		expect(fake.apps).toEqual([]);
		fake.writeFailure = undefined;
		expect(fake.ask(post(form)).status).toBe(303);
	});

	test("to a device that has some changes nothing", () => {
		const fake = running();
		const { stored } = fake;
		expect(fake.ask(post(form)).status).toBe(403);
		expect([fake.stored, fake.apps.length]).toEqual([stored, 1]);
	});
});

describe("the page of a device at work", () => {
	test("shows values with unit and age, the unknown as unknown, and the connection", () => {
		const fake = running();
		const report = (event: Parameters<(typeof fake.apps)[0]["report"]>[0]) => fake.apps[0]?.report(event);
		report({ event: "connection", state: "online" });
		const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
		report({ event: "values", values: { soc: 58.4 }, ages: { soc: 1500 }, frames: 1, rejected });
		fake.clock.advance(10_000);
		const { body } = fake.ask(get("/?a=b"));
		expect(body).toContain("<p>Broker: online</p>");
		expect(body).toContain('<th scope="row">Battery level</th><td>58.4 %</td><td>12 s ago</td>');
		expect(body).toContain('<th scope="row">Range</th><td>unknown</td><td></td>');
		expect(body).toContain('<meta http-equiv="refresh" content="5">');
		const { connection, values } = JSON.parse(fake.ask(get("/values.json")).body);
		expect(connection).toEqual({ state: "online" });
		expect(values).toContainEqual({
			...{ key: "soc", name: "Battery level", value: 58.4, unit: "%", ageSeconds: 12 },
		});
	});

	test.each([
		[1400, "now"],
		[119_000, "119 s ago"],
		[120_000, "2 min ago"],
		[7_200_000, "2 h ago"],
	])("tells an age of %i ms as %s", (age, text) => {
		const fake = running();
		const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
		fake.apps[0]?.report({ event: "values", values: { soc: 1 }, ages: { soc: age }, frames: 1, rejected });
		expect(fake.ask(get("/")).body).toContain(`<td>${text}</td>`);
	});

	test("tells why there is no connection", () => {
		const fake = running();
		const lost = { state: "waiting", reason: "tls-untrusted", detail: "<x>", retryMs: 4200 } as const;
		fake.apps[0]?.report({ event: "connection", ...lost });
		expect(fake.ask(get("/")).body).toContain(
			"not connected (tls-untrusted: &lt;x&gt;), next attempt within 5 s",
		);
		expect(JSON.parse(fake.ask(get("/values.json")).body).connection).toEqual(lost);
	});
});

describe("what is not served", () => {
	const without = (name: string, request: HttpRequest): HttpRequest => ({
		...request,
		headers: new Map([...request.headers].filter(([each]) => each !== name)),
	});
	const form = { "mqtt.host": "broker" };

	test.each<[string, HttpRequest, number]>([
		["an unknown path", get("/settings/"), 404],
		["a path that climbs", get("/../values.json"), 404],
		["a whole address as path", get("http://192.168.4.1/"), 404],
		["a GET of what is to be posted", get("/settings"), 405],
		["a POST of what is to be got", { ...post(form), path: "/" }, 405],
		["another method", { ...get("/"), method: "DELETE" }, 405],
		["no host", without("host", get("/")), 400],
		["a host that is none", get("/", { host: "a b" }), 400],
		["a host with a name before it", get("/", { host: "localhost@evil.example" }), 400],
		["a foreign host", get("/", { host: "evil.example" }), 421],
		["a foreign host that looks like ours", get("/", { host: "leafcast.local.evil.example:80" }), 421],
		["a foreign host that begins like an address", get("/", { host: "1.2.3.4.evil.example" }), 421],
		["a form from elsewhere", post(form, { origin: "http://evil.example" }), 403],
		["a form from another port", post(form, { origin: "http://192.168.4.1:81" }), 403],
		["a form over TLS", post(form, { origin: "https://192.168.4.1" }), 403],
		["a form from a hidden place", post(form, { origin: "null" }), 403],
		["a form without type", without("content-type", post(form)), 415],
		["a form that a script could send from anywhere", post(form, { "content-type": "text/plain" }), 415],
		["a form of a kind alike", post(form, { "content-type": "application/x-www-form-urlencoded2" }), 415],
		["a form of several parts", post(form, { "content-type": "multipart/form-data; boundary=x" }), 415],
		["a form that is too long", { ...post(form), body: undefined }, 413],
		["a form that cannot be read", { ...post(form), body: "a=%" }, 400],
	])("%s", (_what, request, status) => {
		const fake = new FakeDevice();
		expect(fake.ask(request).status).toBe(status);
		expect([fake.stored, fake.apps]).toEqual([undefined, []]);
	});

	test("what would have been right is said", () => {
		expect(running().ask(get("/settings")).headers["allow"]).toBe("POST");
	});

	test.each(["192.168.4.1:80", "localhost", "LOCALHOST:8080", "leafcast-1eaf01.local", "[fe80::1]:80"])(
		"but %s is",
		(host) => {
			expect(running().ask(get("/", { host })).status).toBe(200);
			expect(new FakeDevice().ask(post(form, { host, origin: `http://${host}` })).status).toBe(303);
		},
	);

	test("nor is a form without origin refused: no browser sends it", () => {
		expect(new FakeDevice().ask(without("origin", post(form))).status).toBe(303);
	});

	test("nor one that names its characters", () => {
		const type = { "content-type": "Application/X-WWW-Form-URLencoded; charset=UTF-8" };
		expect(new FakeDevice().ask(post(form, type)).status).toBe(303);
	});
});

describe("any request", () => {
	const value = fc.oneof(
		fc.string({ unit: "binary" }),
		fc.constantFrom("8883", "broker", "MII=", "<script>"),
	);
	const name = fc.constantFrom("mqtt.host", "mqtt.port", "mqtt.ca", "mqtt.user", "car.bus", "mqtt.x", "x");
	const form = fc.dictionary(name, value).map((entries) => {
		const secrets = { "mqtt.password": "hunter2", "mqtt.key": PEM };
		return new URLSearchParams({ ...entries, ...secrets }).toString();
	});
	const some = (...usual: string[]) => fc.oneof(fc.constantFrom(...usual), fc.string());
	const request = fc.record({
		method: some("GET", "POST"),
		path: some("/", "/values.json", "/settings"),
		headers: fc.record({
			host: some("localhost", "10.0.0.1"),
			"content-type": some("application/x-www-form-urlencoded"),
		}),
		body: fc.option(fc.oneof(form, fc.string({ unit: "binary" })), { nil: undefined }),
	});
	/** Two that get past the door, for every run. */
	const headers = { host: "localhost", "content-type": "application/x-www-form-urlencoded" };
	const welcome = [
		{ method: "GET", path: "/", headers, body: undefined },
		{ method: "POST", path: "/settings", headers, body: "mqtt.x=1" },
	];
	const BAD = JSON.stringify({ ...SETTINGS, mqtt: { ...SETTINGS.mqtt, password: "hunter2".repeat(99) } });

	test.each([
		["without settings", undefined],
		["with bad settings", BAD],
		["at work", JSON.stringify(SETTINGS)],
	])("to a device %s is answered, guarded, and told no secret", (_state, stored) => {
		const seen = new Set<number>();
		fc.assert(
			fc.property(request, ({ headers, ...rest }) => {
				const fake = new FakeDevice(stored);
				const answer = fake.ask({ ...rest, from: "setup", headers: new Map(Object.entries(headers)) });
				seen.add(answer.status);
				expect(JSON.stringify(answer)).not.toMatch(SECRET);
				expect(answer.headers).toMatchObject({
					"content-security-policy":
						"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
					"cache-control": "no-store",
				});
				expect(answer.body).not.toContain("<script");
			}),
			{ numRuns: 500, examples: welcome.map((each) => [each]) },
		);
		// Otherwise all were turned away at the door.
		expect([...seen]).toEqual(expect.arrayContaining([200, stored === JSON.stringify(SETTINGS) ? 403 : 400]));
	});
});

test("each page is one small file without script and without anything from elsewhere", () => {
	for (const fake of [new FakeDevice(), running()]) {
		const { body } = fake.ask(get("/"));
		expect(body.length).toBeLessThan(5000);
		expect(body).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import|\son\w+=/);
		expect(body).toMatch(/^<!DOCTYPE html>\n<html lang="en">[\s\S]*<main>\n<h1>[\s\S]*<\/main>/);
		expect(body).toContain('<meta name="viewport" content="width=device-width">');
	}
});
