import { Resolver } from "node:dns/promises";
import { afterEach, expect, test } from "@jest/globals";
import type { AppEvent } from "../../src/event";
import { inBothEngines } from "../helpers/in-engines";
import { HOME_NETWORK } from "../virtual/air";
import { builtInCar } from "../virtual/car-story";
import { chooseEngine } from "../virtual/engine/choose-engine";
import { HttpGateway } from "../virtual/http";
import { World } from "../virtual/world";

const WAIT = 40_000;

const ends: (() => Promise<void>)[] = [];
// Also after a test that has failed.
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

/** A device with these settings for its Wi-Fi, and an ear for what it says. */
async function start(engine: "xs" | "node", wifi: { readonly ssid: string; readonly password?: string }) {
	const events: AppEvent[] = [];
	const looking = new Set<() => void>();
	const http = await HttpGateway.open(0);
	const mqtt = { host: "127.0.0.1", port: 1, tls: false };
	const world = await World.start({
		startEngine: chooseEngine(engine).start,
		traffic: { car: builtInCar("ze1-62"), speed: 1 },
		settings: { version: 1, mqtt, wifi },
		http,
		onEvent: (event) => {
			events.push(event);
			for (const look of [...looking]) look();
		},
		onText: () => {},
		// What is asked for is then not heard.
		onException: () => {},
	});
	ends.push(async () => {
		await world.end();
		http.end();
	});
	const heard = (fits: (event: AppEvent) => boolean) =>
		new Promise<AppEvent>((resolve) => {
			const look = () => {
				const found = events.find(fits);
				if (found !== undefined) resolve(found);
			};
			looking.add(look);
			look();
		});
	return { world, heard };
}

/** It is in no network, and says why. */
const failed = (event: AppEvent) => event.event === "wifi" && event.state === "waiting";

inBothEngines((engine) => {
	test(
		"a device that finds none of its networks opens its own, where every name is its address",
		async () => {
			const { world, heard } = await start(engine, { ssid: "Nowhere", password: "for this test" });
			expect(await heard(failed)).toMatchObject({
				reason: "wifi-absent",
			});
			const told = await heard(({ event }) => event === "setup-network");
			expect(told).toMatchObject({
				ssid: "Leafcast-af01",
				password: expect.stringMatching(/^[a-hjkmnp-z2-9]{13}$/),
			});
			const { device } = world;
			const { event: _, ...own } = told;
			expect(device.hosting).toMatchObject({ ...own, max: 2 });
			while (device.dnsPort === undefined) await new Promise(setImmediate);
			const resolver = new Resolver({ timeout: 2000, tries: 2 });
			resolver.setServers([`127.0.0.1:${device.dnsPort}`]);
			expect(await resolver.resolve4("captive.apple.com")).toEqual(["192.168.4.1"]);
			await expect(resolver.resolve6("captive.apple.com")).rejects.toMatchObject({ code: "ENODATA" });
		},
		WAIT,
	);

	test(
		"a wrong password is called that",
		async () => {
			const { heard } = await start(engine, { ...HOME_NETWORK, password: "a wrong one" });
			expect(await heard(failed)).toMatchObject({ ssid: HOME_NETWORK.ssid, reason: "wifi-password" });
		},
		WAIT,
	);

	test(
		"a network that goes is missed",
		async () => {
			const { world, heard } = await start(engine, HOME_NETWORK);
			const up = (event: AppEvent) => event.event === "wifi" && event.state === "up";
			expect(await heard(up)).toMatchObject({ ssid: HOME_NETWORK.ssid, rssi: -52, hosting: false });
			world.device.radio.remove(HOME_NETWORK.ssid);
			expect(await heard(failed)).toMatchObject({ reason: "wifi-lost" });
		},
		WAIT,
	);
});
