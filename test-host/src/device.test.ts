import { describe, expect, test } from "@jest/globals";
import { FakeDevice } from "../helpers/fake-device";

const GOOD = JSON.stringify({ version: 1, mqtt: { host: "broker" } });

describe("a device", () => {
	test("with settings starts the application with them, and the portal", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.apps).toMatchObject([{ settings: { mqtt: { host: "broker", port: 8883 } } }]);
		expect([fake.open, fake.events]).toEqual([true, []]);
	});

	test.each([
		[undefined, []],
		['{"version":1}', [{ field: "mqtt.host", message: "is missing" }]],
	])("without valid ones (%j) starts only the portal, and says why", (stored, errors) => {
		const fake = new FakeDevice(stored);
		expect([fake.open, fake.apps]).toEqual([true, []]);
		expect(fake.events).toEqual([{ event: "unconfigured", errors }]);
	});

	test("begins with the settings that its image brings along, until others are stored", () => {
		const preset = GOOD.replace("broker", "preset");
		const hosts = (stored: string | undefined) =>
			new FakeDevice(stored, undefined, preset).apps.map(({ settings }) => settings.mqtt.host);
		expect([hosts(undefined), hosts(GOOD)]).toEqual([["preset"], ["broker"]]);
	});

	test("works without its portal", () => {
		const fake = new FakeDevice(GOOD, "listen-failed");
		fake.clock.advance(8999);
		expect(fake.events).toEqual([]);
		fake.clock.advance(60_000);
		expect(fake.events).toEqual([{ event: "fault", where: "portal", reason: "listen-failed" }]);
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
		expect(fake.events).toEqual([{ event: "unconfigured", errors: [] }]);
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
		expect(fake.events).toEqual([event]);
	});

	test("shows in the portal how the bus is heard, and since when something is wrong with it", () => {
		const fake = new FakeDevice(GOOD);
		expect(fake.device.status()).toMatchObject({ frames: 0 });
		const { clock, apps } = fake;
		apps[0]?.report({ event: "fault", where: "can", reason: "no-chip" });
		clock.advance(2000);
		const rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
		apps[0]?.report({ event: "values", values: { soc: 50 }, ages: { soc: 100 }, frames: 9, rejected });
		apps[0]?.report({ event: "identity", generation: "ZE1", evidence: [] });
		clock.advance(500);
		expect(fake.device.status()).toMatchObject({
			...{ frames: 9, ages: { soc: 600 }, fault: { reason: "no-chip", age: 2500 } },
			identity: { generation: "ZE1", evidence: [] },
		});
	});

	test.each([GOOD, undefined])("stops portal and application (settings %j)", (stored) => {
		const fake = new FakeDevice(stored);
		let stopped = 0;
		fake.device.stop(() => stopped++);
		expect([stopped, fake.open]).toEqual([1, false]);
		expect(fake.apps.every((app) => app.stopped)).toBe(true);
	});
});
