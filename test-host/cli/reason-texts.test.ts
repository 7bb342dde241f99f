import { describe, expect, test } from "@jest/globals";
import { type Reason, socketReason } from "../../modules/mqtt/reasons";
import { isLasting, reasonText } from "./reason-texts";

/** Every reason, and whether there is no point in trying again. The compiler sees to it that none is left out. */
const REASONS: Readonly<Record<Reason, boolean>> = {
	dns: true,
	"tcp-refused": false,
	"tcp-unreachable": false,
	"tls-untrusted": true,
	"tls-wrong-name": true,
	"tls-expired": true,
	"tls-not-yet-valid": true,
	"tls-no-time": false,
	"tls-failed": true,
	timeout: false,
	"connection-lost": false,
	"protocol-error": false,
	"keep-alive-timeout": false,
	"ack-timeout": false,
	"session-reset": false,
	"refused-protocol": true,
	"refused-identifier": true,
	"refused-unavailable": false,
	"bad-credentials": true,
	"not-authorised": true,
	"refused-other": false,
};
const NAMES = Object.keys(REASONS) as Reason[];

describe("the reasons of the MQTT client", () => {
	test.each(NAMES)("%s is explained to a person", (reason) => {
		expect(socketReason({ reason }, reason === "dns" ? "timeout" : "dns")).toBe(reason);
		expect(reasonText(reason)).toMatch(/^\S+ \S+ /);
		expect(reasonText(reason)).not.toContain(reason);
	});

	test("are told apart", () => {
		expect(new Set(NAMES.map((reason) => reasonText(reason))).size).toBe(NAMES.length);
	});

	test.each(Object.entries(REASONS))("%s lasts: %j", (reason, lasting) => {
		expect(isLasting(reason)).toBe(lasting);
	});

	test("the texts name the mistakes that people make", () => {
		expect(reasonText("tls-untrusted")).toContain("wrong CA");
		expect(reasonText("tls-wrong-name")).toContain("wrong host name");
		expect(reasonText("tls-expired")).toContain("expired");
		expect(reasonText("bad-credentials")).toContain("wrong user or password");
		expect(reasonText("not-authorised")).toContain("wrong user or password");
	});
});

test("a network that is not there yet is explained, and may come", () => {
	expect(reasonText("no-network")).toContain("no network");
	expect(isLasting("no-network")).toBe(false);
});

test("a time that is not known is explained, and may come; a broker that is asked without it is another matter", () => {
	expect(reasonText("no-time", "a does not answer.")).toMatch(
		/the time is not known.*certificate.*\(a does not answer\.\)/,
	);
	expect(reasonText("no-time")).not.toBe(reasonText("tls-no-time"));
	expect(isLasting("no-time")).toBe(false);
});

test("a detail stands behind the text, an unknown code for itself", () => {
	expect(reasonText("refused-other", "CONNACK 9")).toBe(`${reasonText("refused-other")} (CONNACK 9)`);
	expect(reasonText("dns", "")).toBe(reasonText("dns"));
	expect(reasonText("moonshine")).toBe("moonshine");
	expect(isLasting("moonshine")).toBe(false);
});
