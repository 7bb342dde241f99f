import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { PASSPHRASE } from "../../../src/settings/passphrase-file";
import { FakeKeys } from "../../helpers/fake-keys";
import { atHome, get, post, postForm } from "../../helpers/http-request";
import { PortalBench } from "../../helpers/portal-bench";

const GOOD = "of good length";

describe("a file of the settings", () => {
	test.each([
		["x".repeat(PASSPHRASE.shortest - 1), 400],
		["x".repeat(PASSPHRASE.shortest), 200],
		["x".repeat(PASSPHRASE.longest), 200],
		["x".repeat(PASSPHRASE.longest + 1), 400],
		[undefined, 400],
		[null, 400],
		[["x".repeat(20)], 400],
	])("under the passphrase %j is answered with %i", (passphrase, status) => {
		const answer = new PortalBench().post("/api/settings/export", { passphrase });
		expect(answer.status).toBe(status);
		if (status === 400) expect(answer.data).toMatchObject({ errors: [{ field: "passphrase" }] });
	});

	test("is missed by its name", () => {
		const bench = new PortalBench();
		const { status, data } = bench.post("/api/settings/import", { passphrase: GOOD });
		expect([status, data]).toEqual([400, { errors: [{ field: "file", message: "is missing" }] }]);
	});

	test("is told to be one of two, and what is wrong in it by field", () => {
		const bench = new PortalBench();
		bench.device.exportSettings = (_, onDone) => void onDone({ reason: "busy" } as never);
		bench.device.importSettings = (_file, _passphrase, onDone) => void onDone({ reason: "busy" });
		const session = bench.logIn();
		for (const path of ["/api/settings/export", "/api/settings/import"]) {
			const answer = bench.ask(atHome(post(path, { passphrase: GOOD, file: "" }, session)));
			expect([answer.status, answer.data["error"]]).toEqual([409, "busy"]);
		}
		bench.device.exportSettings = (_, onDone) => void onDone({ reason: "no-settings" } as never);
		expect(bench.post("/api/settings/export", { passphrase: GOOD })).toMatchObject({
			...{ status: 500, data: { error: "no-settings" } },
		});
		const errors = [{ field: "mqtt.port", message: "is wrong" }];
		bench.device.importSettings = (_file, _passphrase, onDone) => void onDone({ errors });
		expect(bench.post("/api/settings/import", { passphrase: GOOD, file: "" })).toMatchObject({
			...{ status: 400, data: { errors } },
		});
		// Nothing has changed: who was in stays in.
		expect(bench.ask(atHome(get("/api/status", session))).status).toBe(200);
	});
});

describe("a change of the settings", () => {
	test("that takes no password ends no session; one that is refused neither", () => {
		const bench = new PortalBench();
		const session = bench.logIn();
		const change = (content: unknown) => bench.await(atHome(post("/api/settings", content, session))).status;
		expect(change({ device: { language: "de" } })).toBe(200);
		bench.device.refusal = { reason: "flash-full" };
		expect(change({ device: { adminPassword: "my own password" } })).toBe(500);
		expect(bench.device.adminRecord()).toBeUndefined();
		bench.device.refusal = undefined;
		expect(change({ device: { adminPassword: "my own password" } })).toBe(200);
		expect(change({ device: { language: "en" } })).toBe(401);
	});

	test("with a password is one change, made when the hash is there", () => {
		const bench = new PortalBench(new FakeKeys(false));
		const changes = { device: { language: "no", adminPassword: "my own password" }, car: { vin: true } };
		const answers = bench.begin(post("/api/settings", changes, bench.token));
		expect([answers, bench.device.done]).toEqual([[], []]);
		bench.keys.finish();
		expect([answers.map(({ status }) => status), bench.device.done]).toEqual([[200], ["change"]]);
		const admin = expect.stringContaining("pbkdf2-sha256$");
		expect(bench.device.stored).toEqual({ device: { language: "no", admin }, car: { vin: true } });
	});

	test("never stores a password in clear, wherever it stands", () => {
		const password = "hunter2-in-clear";
		const place = fc.constantFrom<(value: unknown) => object>(
			(value) => ({ adminPassword: value }),
			(value) => ({ device: { adminPassword: value } }),
			(value) => ({ device: { adminPassword: value, admin: value } }),
			(value) => ({ device: { admin: value } }),
		);
		const value = fc.constantFrom<unknown>(
			password,
			[password],
			{ password },
			`${password}${"x".repeat(200)}`,
		);
		fc.assert(
			fc.property(place, value, (around, content) => {
				const bench = new PortalBench();
				const changes = around(content);
				// The settings refuse what they do not know.
				if (!("device" in changes)) bench.device.refusal = { errors: [] };
				bench.post("/api/settings", changes);
				expect(JSON.stringify(bench.device.stored)).not.toContain(password);
			}),
		);
	});
});

test("the form may bring a password, which becomes a hash; while one is made there is no other", () => {
	const bench = new PortalBench(new FakeKeys(false));
	const form = postForm({ "wifi.ssid": "Leafhouse", "device.admin-password": "my own password" });
	const first = bench.begin(form);
	expect(bench.ask(form)).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
	bench.keys.finish();
	expect(first).toMatchObject([{ status: 200 }]);
	expect(JSON.stringify(bench.device.stored)).not.toContain("my own password");
});

test("a reset ends every session at once, and comes after its answer", () => {
	const bench = new PortalBench();
	const session = bench.logIn();
	const reset = (content: unknown) => bench.ask(atHome(post("/api/reset", content, session)));
	for (const content of [{}, { confirm: "RESET" }, { confirm: ["reset"] }, { confirm: 1 }]) {
		expect(reset(content).status).toBe(400);
	}
	expect(reset({ confirm: "reset" }).status).toBe(200);
	expect([bench.device.done, bench.ask(atHome(get("/api/status", session))).status]).toEqual([[], 401]);
	bench.clock.advance(999);
	expect(bench.device.done).toEqual([]);
	bench.clock.advance(1);
	expect(bench.device.done).toEqual(["reset"]);
});
