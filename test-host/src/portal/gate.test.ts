import { describe, expect, test } from "@jest/globals";
import { Gate } from "../../../src/portal/gate";
import { makeRecord } from "../../../src/portal/password";
import { FakeKeys } from "../../helpers/fake-keys";
import { atHome, get, post } from "../../helpers/http-request";
import { ManualClock } from "../../helpers/manual-clock";
import { PortalBench } from "../../helpers/portal-bench";

const OWNER = "192.168.1.20";
const NEIGHBOUR = "192.168.1.66";
const PASSWORD = "my own password";

function recordOf(password: string): string {
	let made = "";
	makeRecord(password, new FakeKeys(), (record) => {
		made = record;
	});
	return made;
}

describe("the gate", () => {
	function setUp() {
		const keys = new FakeKeys(false);
		const device: { admin: string | undefined } = { admin: recordOf(PASSWORD) };
		const gate = new Gate(new ManualClock(), keys, {
			adminRecord: () => device.admin,
			setupPassword: () => "setup-password-1",
		});
		const results: boolean[] = [];
		return { gate, keys, device, results, told: (right: boolean) => void results.push(right) };
	}

	test("is busy while a password is looked at, and while one is made", () => {
		const { gate, keys, told } = setUp();
		gate.check("guess", NEIGHBOUR, told);
		expect([gate.isBusy, gate.waitSeconds(NEIGHBOUR), gate.waitSeconds(OWNER)]).toEqual([true, 1, 1]);
		keys.finish();
		expect([gate.isBusy, gate.waitSeconds(NEIGHBOUR)]).toEqual([false, 0]);
		gate.hash("another one", () => {});
		expect(gate.isBusy).toBe(true);
		keys.finish();
		expect(gate.isBusy).toBe(false);
	});

	test.each([
		["another", recordOf("another password")],
		["none", undefined],
	])("does not let in who knew the old password when there is %s before it has been looked at", (_, next) => {
		const { gate, keys, device, results, told } = setUp();
		gate.check(PASSWORD, OWNER, told);
		device.admin = next;
		keys.finish();
		expect([results, gate.isBusy]).toEqual([[false], false]);
	});

	test("does not look at more than one password at a time, and makes none of nobody's", () => {
		const { gate, keys, device, results, told } = setUp();
		device.admin = undefined;
		gate.check("setup-password-1", OWNER, told);
		gate.check("setup-password-2", OWNER, told);
		expect([results, keys.waiting]).toEqual([[true, false], []]);
	});
});

describe("a neighbour who guesses without end", () => {
	function besieged() {
		const bench = new PortalBench();
		bench.post("/api/settings", { device: { adminPassword: PASSWORD } });
		const guess = () => bench.ask(atHome(post("/api/session", { password: "guess" }), NEIGHBOUR));
		for (let hours = 0; hours < 2; hours++) {
			for (let seconds = 0; seconds < 3600; seconds++) {
				guess();
				bench.clock.advance(1000);
			}
		}
		expect(guess().status).toBe(429);
		return bench;
	}

	test("does not keep the owner from logging in", () => {
		const bench = besieged();
		const login = bench.ask(atHome(post("/api/session", { password: PASSWORD }), OWNER));
		expect(login.status).toBe(200);
		const session = (peer: string) => bench.ask(atHome(get("/api/session"), peer)).data["waitSeconds"];
		expect([session(OWNER), Number(session(NEIGHBOUR)) > 0]).toEqual([undefined, true]);
	});

	test("does not keep the owner from another password, at home or in the setup network", () => {
		const bench = besieged();
		const next = { device: { adminPassword: "another password" } };
		expect(bench.post("/api/settings", next).status).toBe(200);
		const session = bench.logIn("another password");
		// Even from the address of the neighbour, as behind a router in between.
		expect(bench.ask(atHome(post("/api/settings", next, session), NEIGHBOUR)).status).toBe(200);
	});
});
