import { expect, test } from "@jest/globals";
import { isForConsole, isSecret } from "../../src/console";

test("the console tells what happens, and nothing that comes every second or is private", () => {
	expect(isForConsole({ event: "stopped" })).toBe(true);
	expect(isForConsole({ event: "fault", where: "boot", reason: "panic" })).toBe(true);
	expect(isForConsole({ event: "published", topic: "nissan_leaf/x/vin/state", payload: "JN1" })).toBe(false);
	const rejected = {} as never;
	expect(isForConsole({ event: "values", values: {} as never, ages: {}, frames: 0, rejected })).toBe(false);
});

test("only the console hears the password of the setup network, and that of the portal", () => {
	const secret = { event: "setup-network", ssid: "Leafcast-1a2b", password: "only for tests" } as const;
	expect([isForConsole(secret), isSecret(secret)]).toEqual([true, true]);
	const password = { event: "portal-password", password: "only for tests" } as const;
	expect([isForConsole(password), isSecret(password)]).toEqual([true, true]);
	expect(isSecret({ event: "wifi", state: "setup", hosting: true })).toBe(false);
});
