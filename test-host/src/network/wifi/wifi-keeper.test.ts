import { describe, expect, test } from "@jest/globals";
import { accessPointOf, CELLAR, HOME, keepWifi, MINUTE, SETUP, WORK } from "./keep-wifi";

const AT_HOME = { home: accessPointOf(HOME, -60) };

describe("a device that knows no network", () => {
	test("opens the setup network, whoever drives, until it knows one", () => {
		const { clock, radio, car, states, keeper } = keepWifi([]);
		car.isDriving = true;
		clock.advance(60 * MINUTE);
		expect([radio.hosted, keeper.hosting, keeper.isUp()]).toEqual([SETUP, true, false]);
		// Once.
		expect(states).toEqual([{ state: "setup", hosting: true }]);
		expect([radio.joins, radio.scans]).toEqual([[], 0]);
	});

	test("says once that it knows none any more, whether the setup network is open or not", () => {
		for (const [air, wait] of [
			[AT_HOME, MINUTE],
			[{}, 10_000],
		] as const) {
			const { clock, states, keeper } = keepWifi([HOME], air);
			clock.advance(wait);
			states.length = 0;
			keeper.setNetworks([]);
			clock.advance(MINUTE);
			expect(states).toEqual([{ state: "setup", hosting: true }]);
		}
	});

	test("tries again to open it when the radio does not want to", () => {
		const { clock, radio, keeper, states } = keepWifi([]);
		keeper.stop();
		radio.hostFails = true;
		states.length = 0;
		keeper.start();
		clock.advance(MINUTE);
		expect(states).toEqual([{ state: "setup", hosting: false }]);
		expect(keeper.state).toEqual({ state: "setup", hosting: false });
		radio.hostFails = false;
		clock.advance(5000);
		expect(keeper.state).toEqual({ state: "setup", hosting: true });
	});
});

describe("of the networks that it knows a device joins", () => {
	test.each([
		["the one within reach", [WORK, HOME], AT_HOME, ["home"]],
		["the strongest", [HOME, WORK], { ...AT_HOME, work: accessPointOf(WORK, -50) }, ["work"]],
		["once what is said to be hidden and is not", [{ ...HOME, hidden: true }, WORK], AT_HOME, ["home"]],
		["a hidden one, which no scan finds", [CELLAR], { cellar: accessPointOf(CELLAR, -60) }, ["cellar"]],
		[
			"a hidden one last",
			[CELLAR, HOME],
			{ home: { password: "another one", rssi: -80 }, cellar: accessPointOf(CELLAR, -40) },
			["home", "cellar"],
		],
		[
			"the next one when the best does not take it",
			[HOME, WORK],
			{ home: { password: "another one", rssi: -40 }, work: accessPointOf(WORK, -80) },
			["home", "work"],
		],
		[
			"the next one when the best gives no address",
			[HOME, WORK],
			{ home: { ...accessPointOf(HOME, -40), mute: true }, work: accessPointOf(WORK, -80) },
			["home", "work"],
		],
	])("%s", (_, networks, air, tried) => {
		const { clock, keeper, tried: joins, states } = keepWifi(networks, air);
		clock.advance(MINUTE);
		expect(joins()).toEqual(tried);
		const ssid = tried.at(-1);
		expect(states.at(-1)).toMatchObject({ state: "up", ssid, hosting: false });
		expect(keeper.isUp()).toBe(true);
	});

	test("all in their order where no scan can be had", () => {
		for (const trouble of ["fails", "hangs"] as const) {
			const { clock, radio, keeper, tried } = keepWifi([], { work: accessPointOf(WORK, -50) });
			if (trouble === "fails") radio.scanFails = "wifi-radio";
			else radio.scanHangs = true;
			keeper.setNetworks([HOME, WORK]);
			clock.advance(MINUTE);
			expect(tried()).toEqual(["home", "work"]);
			expect(keeper.isUp()).toBe(true);
		}
	});

	test("with everything that belongs to them", () => {
		const home = { ...HOME, address: "192.0.2.7", netmask: "255.255.255.0", gateway: "192.0.2.1" };
		const { clock, radio } = keepWifi([home], AT_HOME);
		clock.advance(MINUTE);
		expect(radio.joins).toEqual([home]);
	});
});

describe("a device that is taken by no network", () => {
	test.each([
		["none is within reach", [HOME, WORK], {}, { reason: "wifi-absent" }],
		["a hidden one is not there", [CELLAR], {}, { ssid: "cellar", reason: "wifi-lost" }],
		[
			"a password is wrong, whatever else fails",
			[WORK, HOME, CELLAR],
			{ work: { ...accessPointOf(WORK, -40), mute: true }, home: { password: "another", rssi: -70 } },
			{ ssid: "home", reason: "wifi-password" },
		],
		[
			"it gets no address",
			[HOME],
			{ home: { ...accessPointOf(HOME, -40), mute: true } },
			{ ssid: "home", reason: "wifi-timeout" },
		],
	])("says that %s", (_, networks, air, failure) => {
		const { clock, states } = keepWifi(networks, air);
		clock.advance(MINUTE);
		expect(states).toContainEqual({ state: "waiting", ...failure, retryMs: 1000, hosting: false });
	});

	test("tries again after pauses that grow up to a minute", () => {
		const { clock, states } = keepWifi([HOME]);
		clock.advance(10 * MINUTE);
		const pauses = states.flatMap(({ state, retryMs }) => (state === "waiting" ? [retryMs] : []));
		expect([...new Set(pauses)]).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 40_000]);
	});

	test("opens the setup network for five minutes, once after the start", () => {
		const { clock, radio, keeper } = keepWifi([HOME]);
		clock.advance(5000);
		expect(radio.hosted).toEqual(SETUP);
		clock.advance(5 * MINUTE - 5000);
		expect(keeper.hosting).toBe(true);
		clock.advance(5000);
		expect([radio.hosted, keeper.hosting]).toEqual([undefined, false]);
		clock.advance(60 * MINUTE);
		expect(keeper.hosting).toBe(false);
	});

	test("does not open it while the car is driven, and closes it when it drives off", () => {
		const { clock, car, radio, keeper } = keepWifi([HOME]);
		clock.advance(MINUTE);
		car.isDriving = true;
		clock.advance(5000);
		expect([keeper.hosting, radio.hosted]).toEqual([false, undefined]);
		car.isDriving = false;
		clock.advance(MINUTE);
		expect(keeper.hosting).toBe(false);

		const onTheWay = keepWifi([HOME]);
		onTheWay.car.isDriving = true;
		onTheWay.clock.advance(5 * MINUTE);
		expect(onTheWay.states.some(({ hosting }) => hosting)).toBe(false);
	});

	test("does not open it when it has been in a network since the start", () => {
		const { clock, radio, states } = keepWifi([HOME], AT_HOME);
		clock.advance(MINUTE);
		radio.drop("home");
		clock.advance(60 * MINUTE);
		expect(states.some(({ hosting }) => hosting)).toBe(false);
	});

	test("closes it a minute after it has joined one", () => {
		const { clock, radio, keeper } = keepWifi([HOME]);
		clock.advance(10_000);
		radio.air.set("home", accessPointOf(HOME, -60));
		clock.advance(15_000);
		expect([keeper.isUp(), keeper.hosting]).toEqual([true, true]);
		clock.advance(MINUTE);
		expect([keeper.isUp(), keeper.hosting]).toEqual([true, false]);
	});
});

describe("a device that is in a network", () => {
	test("comes back to it, and tells why it was not", () => {
		const { clock, radio, keeper, states } = keepWifi([HOME], AT_HOME);
		clock.advance(60 * MINUTE);
		radio.drop("home", true);
		expect(keeper.isUp()).toBe(false);
		expect(states.at(-1)).toEqual({
			...{ state: "waiting", ssid: "home", reason: "wifi-lost", retryMs: 1000, hosting: false },
		});
		clock.advance(4000);
		expect(keeper.isUp()).toBe(true);
	});

	test("moves to another one that it knows when its own is gone", () => {
		const { clock, radio, tried, keeper } = keepWifi([HOME, WORK], {
			...AT_HOME,
			work: accessPointOf(WORK, -79),
		});
		clock.advance(MINUTE);
		radio.drop("home");
		clock.advance(5000);
		expect([tried(), keeper.isUp()]).toEqual([["home", "work"], true]);
	});

	test("prefers another one to one that it loses within a minute", () => {
		const { clock, radio, tried } = keepWifi([HOME, WORK], {
			...AT_HOME,
			work: accessPointOf(WORK, -79),
		});
		clock.advance(30_000);
		radio.drop("home", true);
		clock.advance(30 * MINUTE);
		expect(tried()).toEqual(["home", "work"]);
	});

	test("but not to one that has lasted", () => {
		const { clock, radio, tried } = keepWifi([HOME, WORK], {
			...AT_HOME,
			work: accessPointOf(WORK, -79),
		});
		clock.advance(3 * MINUTE);
		radio.drop("home", true);
		clock.advance(MINUTE);
		expect(tried()).toEqual(["home", "home"]);
	});

	test("shows its signal as it is now", () => {
		const { clock, radio, keeper, states } = keepWifi([HOME], AT_HOME);
		clock.advance(10_000);
		expect(states.at(-1)).toEqual({ state: "up", ssid: "home", rssi: -60, hosting: false });
		radio.air.set("home", accessPointOf(HOME, -71));
		expect(keeper.state.rssi).toBe(-71);
	});

	test.each([
		["its own is weak for minutes and another one much stronger", -81, -71, ["home", "work"]],
		["not when its own is not that weak", -80, -40, ["home"]],
		["not when the other one is not that much stronger", -81, -72, ["home"]],
	])("moves when %s", (_, own, other, expected) => {
		const { clock, radio, tried } = keepWifi([HOME, WORK], AT_HOME);
		clock.advance(10_000);
		radio.air.set("home", accessPointOf(HOME, own));
		radio.air.set("work", accessPointOf(WORK, other));
		clock.advance(2 * MINUTE);
		expect(tried()).toEqual(["home"]);
		clock.advance(2 * MINUTE);
		expect(tried()).toEqual(expected);
	});

	test("does not look for a better one more often than every ten minutes", () => {
		const { clock, radio } = keepWifi([HOME, WORK], { home: accessPointOf(HOME, -90) });
		clock.advance(24 * 60 * MINUTE);
		expect(radio.scans).toBeLessThanOrEqual(1 + 24 * 6);
		expect(radio.scans).toBeGreaterThan(24 * 5);
	});
});

describe("new settings", () => {
	test("are tried with the setup network open, until a minute after one has worked", () => {
		const { clock, radio, car, keeper, states } = keepWifi([], AT_HOME);
		keeper.setNetworks([{ ...HOME, password: "a wrong one" }]);
		clock.advance(30 * MINUTE);
		const outcome = { state: "waiting", ssid: "home", reason: "wifi-password", hosting: true };
		expect(states).toContainEqual({ ...outcome, retryMs: 1000 });
		expect(radio.hosted).toEqual(SETUP);
		keeper.setNetworks([HOME]);
		car.isDriving = true;
		clock.advance(10_000);
		expect(keeper.state).toMatchObject({ state: "up", ssid: "home", hosting: true });
		clock.advance(MINUTE);
		expect([keeper.isUp(), radio.hosted]).toEqual([true, undefined]);
	});

	test("keep the setup network open for longer than the five minutes, and are tried without pauses", () => {
		const { clock, keeper, states } = keepWifi([WORK]);
		clock.advance(4 * MINUTE);
		keeper.setNetworks([HOME]);
		clock.advance(2000);
		expect(states.at(-1)).toMatchObject({ state: "waiting", retryMs: 1000 });
		clock.advance(10 * MINUTE);
		expect(keeper.hosting).toBe(true);
	});

	test("that are only tried keep the setup network open until a minute after they are meant", () => {
		const { clock, keeper } = keepWifi([], AT_HOME);
		keeper.setNetworks([HOME], true);
		clock.advance(30 * MINUTE - 1000);
		expect(keeper.state).toMatchObject({ state: "up", ssid: "home", hosting: true });
		keeper.setNetworks([HOME]);
		clock.advance(MINUTE - 1);
		expect(keeper.hosting).toBe(true);
		clock.advance(1);
		expect([keeper.isUp(), keeper.hosting]).toEqual([true, false]);
	});

	test("that still have its network leave it there", () => {
		const { clock, tried, keeper } = keepWifi([HOME], AT_HOME);
		clock.advance(10_000);
		keeper.setNetworks([WORK, { ...HOME }]);
		expect(keeper.isUp()).toBe(true);
		clock.advance(MINUTE);
		expect(tried()).toEqual(["home"]);
	});

	test("that have it otherwise are tried at once, and the setup network opens when they do not work", () => {
		const { clock, states, keeper } = keepWifi([HOME], AT_HOME);
		clock.advance(10 * MINUTE);
		keeper.setNetworks([{ ...HOME, password: "a wrong one" }]);
		expect(keeper.isUp()).toBe(false);
		clock.advance(20_000);
		expect(states.at(-1)).toMatchObject({ hosting: true });
		clock.advance(5 * MINUTE);
		expect(states.at(-1)).toMatchObject({ hosting: false });
	});

	test("may come at any moment", () => {
		for (let at = 0; at < 30_000; at += 250) {
			const { clock, radio, keeper } = keepWifi([WORK, CELLAR], AT_HOME);
			clock.advance(at);
			keeper.setNetworks([HOME]);
			clock.advance(20_000);
			expect([radio.joined, keeper.isUp()]).toEqual(["home", true]);
			keeper.setNetworks([]);
			expect([radio.joined, keeper.state]).toEqual([undefined, { state: "setup", hosting: true }]);
			keeper.stop();
			clock.advance(20_000);
			expect([radio.joined, radio.hosted, clock.pending]).toEqual([undefined, undefined, 0]);
		}
	});
});
