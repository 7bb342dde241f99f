import { describe, expect, test } from "@jest/globals";
import { connackReason, errorText, socketReason } from "../../../modules/mqtt/reasons";

describe("reasons", () => {
	test("names every CONNACK return code", () => {
		expect([1, 2, 3, 4, 5, 6, 255].map(connackReason)).toEqual([
			"refused-protocol",
			"refused-identifier",
			"refused-unavailable",
			"bad-credentials",
			"not-authorised",
			"refused-other",
			"refused-other",
		]);
	});

	test("takes over only reasons that exist from an error of a socket", () => {
		const errorWith = (reason: unknown) => Object.assign(new Error("no"), { reason });
		expect(socketReason(errorWith("tls-expired"), "connection-lost")).toBe("tls-expired");
		for (const error of [
			undefined,
			null,
			"dns",
			new Error("no"),
			errorWith("bored"),
			errorWith(1),
			errorWith(undefined),
		]) {
			expect(socketReason(error, "connection-lost")).toBe("connection-lost");
		}
	});

	test("quotes an error only when it says something", () => {
		expect(errorText(new Error("no"))).toBe("no");
		expect([errorText(new Error()), errorText(undefined), errorText("no")]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});
});
