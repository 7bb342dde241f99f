import { describe, expect, test } from "@jest/globals";
import { PROBES } from "../../../src/portal/captive";
import { atHome, get, post } from "../../helpers/http-request";
import { PortalBench } from "../../helpers/portal-bench";

const JOIN = { wifi: { networks: [{ ssid: "Leafhouse", password: "correct horse" }] } };

/** A device that has joined the owner's network and still has its own. */
function joined(): PortalBench {
	const bench = new PortalBench();
	bench.post("/api/settings", JOIN);
	bench.clock.advance(5000);
	return bench;
}

const rows = PROBES.map(({ of, host, path, status, body }) => [of, host, path, status, body] as const);

describe("a phone in the setup network that looks for the internet", () => {
	test.each(rows)(
		"by %s: %s%s is sent to the portal, until there is nothing to set up",
		(_of, host, path) => {
			const { status, headers, body } = new PortalBench().ask(get(path, { host }));
			expect([status, headers["location"], body]).toEqual([302, "http://192.168.4.1/", ""]);
			expect(headers["cache-control"]).toBe("no-store");
		},
	);

	test.each(rows)("by %s: %s%s is content then", (_of, host, path, status, body) => {
		const answer = joined().ask(get(`${path}?x=1`, { host }));
		expect([answer.status, answer.body]).toEqual([status, body]);
	});

	// What each system's documentation or source says that it must get to believe in the internet.
	test.each([
		["/generate_204", 204, /^$/],
		["/gen_204", 204, /^$/],
		["/hotspot-detect.html", 200, /<TITLE>Success<\/TITLE>.*<BODY>Success<\/BODY>/],
		["/connecttest.txt", 200, /^Microsoft Connect Test$/],
		["/ncsi.txt", 200, /^Microsoft NCSI$/],
		["/success.txt", 200, /^success\n$/],
		["/canonical.html", 200, /^<meta http-equiv="refresh" content="0;url=https:\/\/support\.mozilla\.org/],
		["/kindle-wifi/wifistub.html", 200, /81ce4465-7167-4dcb-835b-dcc9e44c112a/],
	])("is told at %s what the internet would say", (path, status, content) => {
		const answer = joined().ask(get(path, { host: "probe.example" }));
		expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(content)]);
	});

	test.each(["/redirect", "/", "/api/session", "/search?q=x"])(
		"asking %s elsewhere is always sent to the portal",
		(path) => {
			for (const bench of [new PortalBench(), joined()]) {
				const { status, headers } = bench.ask(get(path, { host: "www.example.com" }));
				expect([status, headers["location"]]).toEqual([302, "http://192.168.4.1/"]);
			}
		},
	);

	test("that does more than look, or is at home, is refused", () => {
		const bench = new PortalBench();
		const host = { host: "www.example.com" };
		expect(bench.ask(post("/api/session", {}, host)).status).toBe(421);
		expect(bench.ask(atHome(get("/generate_204", host))).status).toBe(421);
	});

	test("is not content while the network cannot be joined", () => {
		const bench = new PortalBench();
		bench.post("/api/settings", { wifi: { networks: [{ ssid: "Leafhouse", password: "wrong one" }] } });
		bench.clock.advance(5000);
		expect(bench.ask(get("/generate_204", { host: "connectivitycheck.gstatic.com" })).status).toBe(302);
	});
});
