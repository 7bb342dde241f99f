import { expect, test } from "@jest/globals";
import { verdictOf } from "../../../src/portal/verdicts";

test.each([
	["ok", "ok"],
	["no-network", "no-network"],
	["wifi-password", "wifi-password"],
	["wifi-lost", "wifi-absent"],
	["no-time", "no-time"],
	["tls-no-time", "no-time"],
	["dns", "name-not-found"],
	["tcp-refused", "refused"],
	["tcp-unreachable", "refused"],
	["timeout", "timeout"],
	["tls-untrusted", "certificate"],
	["tls-wrong-name", "certificate-name"],
	["tls-expired", "certificate-expired"],
	["tls-not-yet-valid", "certificate-expired"],
	["bad-credentials", "password"],
	["not-authorised", "password"],
	["connection-lost", "closed"],
])("%s is told as %s, with the words of the library beside it", (state, verdict) => {
	expect(verdictOf({ state })).toEqual({ state: verdict });
	expect(verdictOf({ state, detail: "0x2700" })).toEqual({ state: verdict, detail: "0x2700" });
});

test.each(["protocol-error", "tls-failed", ""])("%j, which has no words, is told by its code", (state) => {
	expect(verdictOf({ state })).toEqual({ state: "failed", detail: state });
	expect(verdictOf({ state, detail: "why" })).toEqual({ state: "failed", detail: `${state}: why` });
});

test("that Home Assistant was heard is told, and that it was not is left out", () => {
	expect(verdictOf({ state: "ok", homeAssistant: true })).toEqual({ state: "ok", homeAssistant: true });
	expect(verdictOf({ state: "ok" })).toEqual({ state: "ok" });
});
