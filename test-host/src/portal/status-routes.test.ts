import { describe, expect, test } from "@jest/globals";
import { atHome, get } from "../../helpers/http-request";
import { PAGE, PortalBench } from "../../helpers/portal-bench";

describe("the page", () => {
	const page = (headers: Record<string, string>) => new PortalBench().ask(get("/", headers));

	test.each([
		["gzip", 200],
		["GZIP;q=1.0", 200],
		["br, gzip", 200],
		["deflate", 406],
		["xgzip", 406],
		["", 406],
	])("for who takes %j is answered with %i", (encodings, status) => {
		expect(page({ "accept-encoding": encodings }).status).toBe(status);
	});

	test.each([
		[PAGE.etag, 304],
		['"other"', 200],
		[`W/${PAGE.etag}`, 200],
	])("for who has %s already is answered with %i", (etag, status) => {
		const { status: told, headers } = page({ "if-none-match": etag });
		expect([told, headers["etag"], headers["vary"]]).toEqual([status, PAGE.etag, "accept-encoding"]);
	});

	test("has its policy only where it is; every other answer allows nothing", () => {
		const bench = new PortalBench();
		const policy = (path: string, headers = {}) =>
			bench.ask(get(path, headers)).headers["content-security-policy"];
		expect(policy("/")).toBe(PAGE.csp);
		const none = "default-src 'none'; frame-ancestors 'none'";
		for (const path of ["/api/session", "/api/status", "/api/log", "/nowhere"])
			expect(policy(path)).toBe(none);
		expect(policy("/", { "accept-encoding": "" })).toBe(none);
	});
});

describe("the status", () => {
	test("shows values with their ages in place of both, and everything else as it is", () => {
		const bench = new PortalBench();
		const wifi = { state: "waiting" as const, reason: "wifi-password", retryMs: 9000, hosting: false };
		const complaints = [{ field: "mqtt.port", message: "is wrong" }];
		bench.device.current = { ...bench.device.current, wifi, complaints, freeMemory: 12_345 };
		const { data } = bench.ask(get("/api/status"));
		expect(data).toMatchObject({ wifi, complaints, freeMemory: 12_345 });
		expect(data).not.toHaveProperty("ages");
		expect(Array.isArray(data["values"])).toBe(true);
	});

	test("and the log are kept by nobody on the way", () => {
		const bench = new PortalBench();
		const session = bench.logIn();
		for (const path of ["/api/status", "/api/log", "/api/settings", "/api/session"]) {
			expect(bench.ask(atHome(get(path, session))).headers["cache-control"]).toBe("no-store");
		}
	});
});
