import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { WifiNetwork } from "../../../../src/network/wifi-radio";
import { seeded } from "../../../helpers/seeded";
import { accessPointOf, CELLAR, HOME, keepWifi, MINUTE, WORK } from "./keep-wifi";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KNOWN: readonly WifiNetwork[] = [HOME, WORK, CELLAR];

/** What the world does to the device. */
const happening = fc.oneof(
	fc.record({ what: fc.constant("pass"), ms: fc.oneof(fc.nat(2000), fc.nat(90_000), fc.nat(600_000)) }),
	fc.record({
		what: fc.constant("appear"),
		network: fc.constantFrom(...KNOWN),
		rssi: fc.integer({ min: -95, max: -40 }),
		state: fc.constantFrom("good", "locked", "mute"),
	}),
	fc.record({ what: fc.constant("vanish"), network: fc.constantFrom(...KNOWN), keep: fc.boolean() }),
	fc.record({ what: fc.constant("drive"), drives: fc.boolean() }),
	fc.record({ what: fc.constant("settings"), networks: fc.subarray([...KNOWN]) }),
	fc.record({ what: fc.constant("scan") }),
	fc.record({
		what: fc.constant("trouble"),
		scan: fc.constantFrom("none", "fails", "hangs"),
		host: fc.boolean(),
	}),
);
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;
type Kept = ReturnType<typeof keepWifi>;

function appear(
	{ radio }: Kept,
	{ network, rssi, state }: Extract<Happening, { network: unknown; rssi: number }>,
) {
	const place = accessPointOf(network, rssi);
	const locked = state === "locked" ? { password: "another password" } : {};
	radio.air.set(network.ssid, { ...place, ...locked, mute: state === "mute" });
}

function happen(kept: Kept, event: Happening): void {
	const { clock, radio, car, keeper } = kept;
	if ("ms" in event) clock.advance(event.ms);
	else if ("rssi" in event) appear(kept, event);
	else if ("keep" in event) radio.drop(event.network.ssid, event.keep);
	else if ("drives" in event) car.isDriving = event.drives;
	else if ("networks" in event) keeper.setNetworks(event.networks);
	else if ("host" in event) {
		radio.scanHangs = event.scan === "hangs";
		radio.scanFails = event.scan === "fails" ? "wifi-radio" : undefined;
		radio.hostFails = event.host;
	} else keeper.scan(() => {});
}

describe("whatever happens", () => {
	test("the device says what is so, always has something to do, and comes back when it can", () => {
		fc.assert(
			fc.property(fc.subarray([...KNOWN]), fc.array(happening, { maxLength: 40 }), (networks, events) => {
				const kept = keepWifi(networks);
				const { clock, radio, car, keeper, states } = kept;
				let known: readonly WifiNetwork[] = networks;
				for (const event of events) {
					happen(kept, event);
					if ("networks" in event) known = event.networks;
					const told = states.at(-1);
					// What it says is what the radio does.
					expect(keeper.hosting).toBe(radio.hosted !== undefined);
					expect(told?.hosting).toBe(keeper.hosting);
					expect(keeper.isUp()).toBe(radio.joined !== undefined);
					expect(told?.state === "up").toBe(keeper.isUp());
					if (keeper.isUp()) expect(told?.ssid).toBe(radio.joined);
					if (told?.state === "waiting") expect([told.reason, told.retryMs]).not.toContain(undefined);
					// Never both stuck and silent.
					expect(clock.pending > 0 || keeper.hosting).toBe(true);
				}
				// Once the world is good again, so is the device, within the longest pause and the slowest round.
				radio.scanHangs = false;
				radio.scanFails = undefined;
				radio.hostFails = false;
				car.isDriving = false;
				for (const network of KNOWN) radio.air.set(network.ssid, accessPointOf(network, -60));
				clock.advance(5 * MINUTE);
				expect(keeper.isUp()).toBe(known.length > 0);
				if (known.length === 0) expect(keeper.state).toEqual({ state: "setup", hosting: true });
				else expect(known.map(({ ssid }) => ssid)).toContain(radio.joined);
				clock.advance(2 * MINUTE);
				expect(keeper.hosting).toBe(known.length === 0);
				keeper.stop();
				clock.advance(MINUTE);
				expect([radio.joined, radio.hosted, clock.pending]).toEqual([undefined, undefined, 0]);
			}),
			{ numRuns: 300 },
		);
	});

	test("with settings that nobody has just changed it hosts nothing while it is driven, and five minutes in all", () => {
		const events = fc.array(
			happening.filter((event) => !("networks" in event)),
			{ maxLength: 60 },
		);
		fc.assert(
			fc.property(fc.subarray([...KNOWN], { minLength: 1 }), events, (networks, list) => {
				const kept = keepWifi(networks);
				const { clock, car, keeper } = kept;
				let hosted = 0;
				const pass = (ms: number) => {
					for (let left = ms; left > 0; left -= 1000) {
						clock.advance(Math.min(left, 1000));
						if (keeper.hosting) hosted += Math.min(left, 1000);
					}
				};
				for (const event of list) {
					if ("ms" in event) pass(event.ms);
					else happen(kept, event);
					if (!car.isDriving) continue;
					// It looks every five seconds.
					pass(5000);
					expect(keeper.hosting).toBe(false);
				}
				expect(hosted).toBeLessThanOrEqual(5 * MINUTE + 5000);
			}),
			{ numRuns: 200 },
		);
	});
});

describe("a week at an access point that fails now and then", () => {
	test("the device is up whenever it can be, and neither scans nor joins without end", () => {
		const random = seeded(7);
		const air = { home: accessPointOf(HOME, -70) };
		const { clock, radio, keeper, tried, states } = keepWifi([HOME, WORK], air, random);
		let up = 0;
		let available = 0;
		let failures = 0;
		let back = 0;
		const step = 5000;
		for (let time = 0; time < 7 * DAY; time += step) {
			// Twice a day it restarts, for two minutes; every half hour it throws everybody out.
			if (time >= back && !radio.air.has("home")) radio.air.set("home", accessPointOf(HOME, -70));
			if (random() < (2 * step) / DAY) {
				radio.drop("home");
				back = time + 2 * MINUTE;
				failures += 1;
			} else if (random() < step / (HOUR / 2)) {
				radio.drop("home", true);
				failures += 1;
			}
			clock.advance(step);
			if (keeper.isUp()) up += step;
			if (radio.air.has("home")) available += step;
		}
		expect(failures).toBeGreaterThan(250);
		// After each failure it takes some seconds, after each restart at most one pause more.
		expect(up / available).toBeGreaterThan(0.99);
		expect(tried().length).toBeLessThan(2 * failures);
		expect(radio.scans).toBeLessThan(6 * failures);
		expect(states.filter(({ state }) => state === "up").length).toBeLessThanOrEqual(failures + 1);
		expect(states.some(({ hosting }) => hosting)).toBe(false);
	});

	test("it settles in the network that lasts, even if another one is stronger", () => {
		const air = { home: accessPointOf(HOME, -50), work: accessPointOf(WORK, -75) };
		const { clock, radio, keeper } = keepWifi([HOME, WORK], air, seeded(8));
		let atWork = 0;
		for (let minute = 0; minute < 7 * 24 * 60; minute++) {
			clock.advance(MINUTE / 2);
			if (radio.joined === "home") radio.drop("home", true);
			clock.advance(MINUTE / 2);
			if (keeper.isUp() && radio.joined === "work") atWork += 1;
		}
		expect(atWork).toBeGreaterThan(7 * 24 * 60 - 5);
	});
});
