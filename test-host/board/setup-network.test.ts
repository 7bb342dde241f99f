import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { invitation, setupNetworkIn, shownLine } from "./setup-network";

test("the network is found in its line only", () => {
	const line = '{"event":"setup-network","ssid":"leafcast-1a2b3c","password":"abcdefgh"}';
	expect(setupNetworkIn(line)).toEqual({ ssid: "leafcast-1a2b3c", password: "abcdefgh" });
	for (const other of ["", "null", "7", line.slice(0, -1), line.replace("setup-network", "started")]) {
		expect(setupNetworkIn(other)).toBeUndefined();
	}
	expect(setupNetworkIn('{"event":"setup-network","ssid":"x"}')).toBeUndefined();
});

test("the password of the portal stands out; another line stays as it is", () => {
	const told = shownLine('{"event":"portal-password","password":"abcdefgh"}');
	expect(told).toContain("  password  abcdefgh\n");
	expect(told).not.toContain("portal-password");
	for (const other of ['{"event":"portal-password"}', '{"event":"stopped"}', "no JSON"]) {
		expect(shownLine(other)).toBe(`${other}\n`);
	}
});

describe("the invitation for a phone", () => {
	test("has the form that cameras know", () =>
		expect(invitation({ ssid: "leafcast-1a2b3c", password: "abcdefgh" })).toBe(
			"WIFI:T:WPA;S:leafcast-1a2b3c;P:abcdefgh;;",
		));

	test("keeps every character of name and password", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (ssid, password) => {
				const [, name, secret] =
					/^WIFI:T:WPA;S:((?:\\.|[^\\;,:"])*);P:((?:\\.|[^\\;,:"])*);;$/s.exec(
						invitation({ ssid, password }),
					) ?? [];
				expect(name?.replace(/\\(.)/gs, "$1")).toBe(ssid);
				expect(secret?.replace(/\\(.)/gs, "$1")).toBe(password);
			}),
		);
	});
});
