import { expect, test } from "@jest/globals";
import { verdictOf } from "../../../src/portal/verdicts";

test.each([
	["ok", "ok"],
	["no-time", "no-time"],
	["tls-no-time", "no-time"],
	["tls-untrusted", "certificate"],
	["not-authorised", "password"],
])("a trial that ends with %s is told as %s", (state, verdict) => {
	expect(verdictOf({ state, detail: "why" })).toEqual({ state: verdict, detail: "why" });
	expect(verdictOf({ state })).toEqual({ state: verdict });
});

test("what has no word of its own keeps its code in the detail", () => {
	expect(verdictOf({ state: "ack-timeout" })).toEqual({ state: "failed", detail: "ack-timeout" });
	expect(verdictOf({ state: "tls-failed", detail: "0x1" })).toEqual({
		...{ state: "failed", detail: "tls-failed: 0x1" },
	});
});

test("that Home Assistant listens is handed on", () => {
	expect(verdictOf({ state: "ok", homeAssistant: true })).toEqual({ state: "ok", homeAssistant: true });
});
