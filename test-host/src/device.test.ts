import { describe, expect, test } from "@jest/globals";
import { FakeDevice } from "../helpers/fake-device";

const GOOD = JSON.stringify({ version: 1, mqtt: { host: "broker" } });

const ADMIN = `pbkdf2-sha256$20000$${"A".repeat(22)}==$${"A".repeat(43)}=`;
/** What is told first where the owner has chosen no password. */
const PASSWORD = { event: "portal-password", password: "setup password" };

describe("a device", () => {
	test("with settings starts the application with them, and the portal", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.apps).toMatchObject([{ settings: { mqtt: { host: "broker", port: 8883 } } }]);
		expect([fake.open, fake.events]).toEqual([true, [PASSWORD]]);
	});

	test.each([
		[undefined, []],
		['{"version":1}', [{ field: "mqtt.host", message: "is missing" }]],
	])("without valid ones (%j) starts only the portal, and says why", (stored, errors) => {
		const fake = new FakeDevice(stored);
		expect([fake.open, fake.apps]).toEqual([true, []]);
		expect(fake.events).toEqual([PASSWORD, { event: "unconfigured", errors }]);
	});

	test("tells the password of its portal only where its owner has chosen none, and not in its log", () => {
		const chosen = JSON.stringify({ version: 2, mqtt: { host: "broker" }, device: { admin: ADMIN } });
		expect(new FakeDevice(chosen).events).toEqual([]);
		const fake = new FakeDevice(GOOD);
		expect(fake.events).toEqual([PASSWORD]);
		expect([fake.device.log(), JSON.stringify(fake.device.status())].join()).not.toMatch(
			/portal-password|setup password/,
		);
	});

	test("listens to the car while it has no settings, and no more when it has", () => {
		const fake = new FakeDevice();
		const event = { event: "bus", bus: "car-can" } as const;
		fake.listeners[0]?.report(event);
		if (fake.listeners[0] !== undefined) fake.listeners[0].crystal = 16_000_000;
		expect(fake.device.status()).toMatchObject({ configured: false, bus: "car-can", crystal: 16_000_000 });
		fake.device.change({ mqtt: { host: "broker" } });
		expect([fake.listeners, fake.apps.length]).toMatchObject([[{ stopped: true }], 1]);
		expect(new FakeDevice(GOOD).listeners).toEqual([]);
	});

	test("does not listen while it tries a broker for the first time, but afterwards", () => {
		const fake = new FakeDevice();
		fake.device.testBroker({ mqtt: { host: "broker" } }, () => {});
		expect([fake.listeners, fake.trials.length]).toMatchObject([[{ stopped: true }], 1]);
		fake.trials[0]?.onDone({ state: "ok" });
		expect(fake.listeners).toMatchObject([{ stopped: true }, { stopped: false }]);
	});

	test("begins with the settings that its image brings along, until others are stored", () => {
		const preset = GOOD.replace("broker", "preset");
		const hosts = (stored: string | undefined) =>
			new FakeDevice(stored, undefined, preset).apps.map(({ settings }) => settings.mqtt.host);
		expect([hosts(undefined), hosts(GOOD)]).toEqual([["preset"], ["broker"]]);
	});

	test("says that it works with older settings than those saved last, and why, until some are saved", () => {
		const fake = new FakeDevice(GOOD, undefined, undefined, undefined, "wrong-key");
		expect(fake.events).toEqual([
			{ event: "fault", where: "settings", reason: "older-copy", detail: "wrong-key" },
			PASSWORD,
		]);
		expect(fake.apps).toHaveLength(1);
		expect(fake.device.status()).toMatchObject({
			configured: true,
			complaints: [{ field: "settings", message: expect.stringContaining("wrong-key") }],
		});
		expect(fake.device.change({ mqtt: { port: 1883 } })).toBeUndefined();
		expect(fake.device.status().complaints).toEqual([]);
		fake.device.settings();
		expect(fake.device.status().complaints).toEqual([]);
	});

	test("works without its portal", () => {
		const fake = new FakeDevice(GOOD, "listen-failed");
		fake.clock.advance(8999);
		expect(fake.events).toEqual([PASSWORD]);
		fake.clock.advance(60_000);
		expect(fake.events).toEqual([PASSWORD, { event: "fault", where: "portal", reason: "listen-failed" }]);
		expect(fake.apps).toHaveLength(1);
		fake.device.stop(() => {});
		expect(fake.apps[0]?.stopped).toBe(true);
	});

	test("opens its portal as soon as there is a network, and tells nothing of what was before", () => {
		const fake = new FakeDevice(undefined, "listen-failed");
		fake.clock.advance(5000);
		fake.portalFailure = undefined;
		fake.clock.advance(1000);
		expect(fake.open).toBe(true);
		expect(fake.events).toEqual([PASSWORD, { event: "unconfigured", errors: [] }]);
	});

	test("gives up waiting for a network when it is stopped", () => {
		const fake = new FakeDevice(undefined, "listen-failed");
		fake.device.stop(() => {});
		fake.portalFailure = undefined;
		fake.clock.advance(60_000);
		expect(fake.open).toBe(false);
	});

	test("hands on what the application reports", () => {
		const fake = new FakeDevice(GOOD);
		const event = { event: "delivered", missing: [] } as const;
		fake.apps[0]?.report(event);
		expect(fake.events).toEqual([PASSWORD, event]);
	});

	test("shows in the portal how the bus is heard, and since when something is wrong with it", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.device.status()).toMatchObject({ frames: 0 });
		const { clock, apps } = fake;
		apps[0]?.report({ event: "fault", where: "can", reason: "no-chip" });
		clock.advance(2000);
		const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
		apps[0]?.report({ event: "values", values: { soc: 50 }, ages: { soc: 100 }, frames: 9, rejected });
		if (apps[0] !== undefined) apps[0].identity = { generation: "ZE1", evidence: [] };
		clock.advance(500);
		expect(fake.device.status()).toMatchObject({
			...{ frames: 9, ages: { soc: 600 }, fault: { reason: "no-chip", age: 2500 } },
			identity: { generation: "ZE1", evidence: [] },
		});
	});

	test("shows under which name it is found, and the crystal once that is known", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.device.status()).toMatchObject({ host: "leafcast-1a2b.local" });
		expect(fake.device.status()).not.toHaveProperty("crystal");
		const [app] = fake.apps;
		if (app) app.crystal = 16_000_000;
		fake.device.report({ event: "name", name: "leafcast-1a2b-2.local", address: "192.168.1.9" });
		expect(fake.device.status()).toMatchObject({ host: "leafcast-1a2b-2.local", crystal: 16_000_000 });
	});

	test.each([GOOD, undefined])("stops portal and application (settings %j)", (stored) => {
		const fake = new FakeDevice(stored);
		let stopped = 0;
		fake.device.stop(() => stopped++);
		expect([stopped, fake.open]).toEqual([1, false]);
		expect(fake.apps.every((app) => app.stopped)).toBe(true);
	});
});

test("the Wi-Fi is told that somebody drives when that is known, and not when nothing is", () => {
	const fake = new FakeDevice(GOOD);
	const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
	const told = [fake.outlook?.isDriving()];
	for (const values of [{ gear: "D" }, { gear: "P", ready: false }, {}]) {
		fake.apps[0]?.report({ event: "values", values, ages: {}, frames: 1, rejected });
		told.push(fake.outlook?.isDriving());
	}
	expect(told).toEqual([false, true, false, false]);
});

describe("who may set the device up", () => {
	function hosting(hosts: boolean) {
		const wifi = { hosting: hosts, state: { state: "up" as const, hosting: hosts } };
		const rest = { isUp: () => true, scan: () => {}, setNetworks: () => {}, stop: () => {} };
		return new FakeDevice(GOOD, undefined, undefined, { ...wifi, ...rest });
	}

	test.each([
		[true, undefined, "192.168.4.2", true],
		[true, "192.168.1.7", "192.168.4.2", true],
		[true, "192.168.1.7", "192.168.1.9", false],
		[true, "192.168.1.7", "192.168.40.2", false],
		[true, "10.0.0.7", "192.168.4.2", true],
		// The same addresses in the house: of routers that give 192.168.4.0/22, for one.
		[true, "192.168.4.7", "192.168.4.2", false],
		[true, "192.168.5.7", "192.168.4.2", false],
		[true, "192.168.8.7", "192.168.4.2", true],
		[false, undefined, "192.168.4.2", false],
	])("(setup network open: %j) the device being %s: who is %s: %j", (open, home, address, may) => {
		const fake = hosting(open);
		fake.homeAddress = home;
		expect(fake.isSetupPeer(address)).toBe(may);
	});

	test.each([
		[undefined, true],
		[GOOD, false],
	])("of a board without radio is whoever reaches it, until it has settings", (stored, may) => {
		expect(new FakeDevice(stored).isSetupPeer("10.0.0.9")).toBe(may);
	});
});

describe("a device that is changed through its portal", () => {
	const CHANGES = { mqtt: { host: "broker", port: 1883 } };

	test("begins to work with its first settings, and stores them", () => {
		const fake = new FakeDevice();
		expect(fake.device.status().configured).toBe(false);
		expect(fake.device.change(CHANGES)).toBeUndefined();
		expect(fake.apps).toMatchObject([{ settings: { mqtt: { host: "broker", port: 1883 } } }]);
		expect(JSON.parse(fake.stored ?? "")).toMatchObject(CHANGES);
		expect(fake.device.status()).toMatchObject({ configured: true, complaints: [] });
	});

	test("ends the application before it begins anew", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.device.change({ mqtt: { port: 1883 } })).toBeUndefined();
		expect(fake.apps).toMatchObject([
			{ settings: { mqtt: { host: "broker", port: 8883 } }, stopped: true },
			{ settings: { mqtt: { host: "broker", port: 1883 } }, stopped: false },
		]);
	});

	test("goes on as before with settings that are wrong, or cannot be stored", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.device.change({ mqtt: { port: 0 } })).toMatchObject({ errors: [{ field: "mqtt.port" }] });
		fake.writeFailure = "write-failed";
		expect(fake.device.change(CHANGES)).toEqual({ reason: "write-failed" });
		expect(fake.apps).toMatchObject([{ stopped: false }]);
	});

	test("tries a broker while the application is at rest, and stores nothing", () => {
		const fake = new FakeDevice(GOOD);
		const results: object[] = [];
		fake.device.testBroker({ mqtt: { host: "other" } }, (result) => void results.push(result));
		expect(fake.apps).toMatchObject([{ stopped: true }]);
		expect(fake.trials).toMatchObject([{ settings: { mqtt: { host: "other" } } }]);
		fake.trials[0]?.onDone({ state: "tls-untrusted", detail: "0x8" });
		expect(results).toEqual([{ state: "certificate", detail: "0x8" }]);
		expect(fake.apps).toMatchObject([{}, { settings: { mqtt: { host: "broker" } }, stopped: false }]);
		expect(fake.stored).toBe(GOOD);
	});

	test("tries none with settings that are wrong", () => {
		const fake = new FakeDevice(GOOD);
		const refusal = fake.device.testBroker({ mqtt: { port: "x" } }, () => {});
		expect(refusal).toMatchObject({ errors: [{ field: "mqtt.port" }] });
		expect([fake.apps[0]?.stopped, fake.trials]).toEqual([false, []]);
	});

	test("goes back to work when a trial is given up", () => {
		const fake = new FakeDevice(GOOD);
		const cancel = fake.device.testBroker(CHANGES, () => {});
		if (typeof cancel === "function") cancel();
		expect(fake.trials).toMatchObject([{ cancelled: true }]);
		expect(fake.apps).toMatchObject([{ stopped: true }, { stopped: false }]);
	});

	test("gives its settings to another one as a file, and to nobody without the passphrase", () => {
		const [from, to] = [new FakeDevice(GOOD), new FakeDevice()];
		const files: string[] = [];
		from.device.exportSettings(
			"a long passphrase",
			(result) => void files.push("file" in result ? result.file : ""),
		);
		const [file = ""] = files;
		const refusals: unknown[] = [];
		to.device.importSettings(file, "another passphrase", (refusal) => void refusals.push(refusal));
		expect([refusals, to.apps]).toEqual([[{ reason: "wrong-passphrase-or-damaged" }], []]);
		to.device.importSettings(file, "a long passphrase", (refusal) => void refusals.push(refusal));
		expect([refusals[1], to.apps]).toMatchObject([undefined, [{ settings: { mqtt: { host: "broker" } } }]]);
	});

	test("forgets its settings and starts anew when it is reset", () => {
		const fake = new FakeDevice(GOOD);
		fake.device.factoryReset();
		// Where the power is cut in between, what is left cannot be read.
		expect([fake.stored, fake.forgotten, fake.restarts]).toEqual([undefined, ["key", "settings"], 0]);
		fake.clock.advance(1000);
		expect([fake.apps[0]?.stopped, fake.restarts]).toEqual([true, 1]);
	});

	test("stores nothing any more once it is reset, not even what was under way", () => {
		const fake = new FakeDevice(GOOD);
		const files: string[] = [];
		fake.device.exportSettings("a long passphrase", (result) => {
			files.push("file" in result ? result.file : "");
		});
		fake.secrets.waits = true;
		const refusals: unknown[] = [];
		fake.device.importSettings(files[0] ?? "", "a long passphrase", (refusal) => void refusals.push(refusal));
		fake.device.factoryReset();
		fake.secrets.run();
		refusals.push(fake.device.change(CHANGES));
		expect([refusals, fake.stored]).toEqual([[{ reason: "resetting" }, { reason: "resetting" }], undefined]);
	});

	test("says when its key cannot be destroyed", () => {
		const fake = new FakeDevice(GOOD);
		fake.forgetFailure = "key-not-stored";
		fake.device.factoryReset();
		expect(fake.events.at(-1)).toEqual({ event: "fault", where: "settings", reason: "key-not-stored" });
		expect(fake.stored).toBeUndefined();
	});

	test("makes or reads one file at a time", () => {
		const fake = new FakeDevice(GOOD);
		fake.secrets.waits = true;
		const reasons: unknown[] = [];
		const passphrase = "a long passphrase";
		const make = () => {
			fake.device.exportSettings(passphrase, (result) => {
				reasons.push("reason" in result ? result.reason : "file");
			});
		};
		make();
		make();
		fake.device.importSettings("{}", passphrase, (refusal) => void reasons.push(refusal));
		expect([reasons, fake.secrets.derived.length]).toEqual([["busy", { reason: "busy" }], 1]);
		fake.secrets.run();
		fake.device.importSettings("{}", passphrase, (refusal) => void reasons.push(refusal));
		make();
		fake.secrets.run();
		expect(reasons.slice(2)).toEqual(["file", { reason: "not-a-file-of-ours" }, "file"]);
	});

	test("shows no secret, neither in its settings nor in its log", () => {
		const fake = new FakeDevice(
			JSON.stringify({ version: 2, mqtt: { host: "broker", user: "leaf", password: "top secret" } }),
		);
		fake.device.report({ event: "setup-network", ssid: "Leafcast-1a2b", password: "abcdefgh" });
		expect(JSON.stringify(fake.device.settings())).toContain('"password":true');
		expect([JSON.stringify(fake.device.settings()), fake.device.log()].join()).not.toMatch(
			/top secret|abcdefgh/,
		);
	});
});
