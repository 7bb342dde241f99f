import { describe, expect, test } from "@jest/globals";
import type { AccessPoint, WiFiClass, WifiNetwork } from "../../../modules/wifi/driver";
import { WifiRadio } from "../../../modules/wifi/wifi-radio";

type Notify = (message: string, code?: number) => void;

function setUp() {
	/** What the driver was told, in order. */
	const calls: (string | number | WifiNetwork | AccessPoint)[] = [];
	const heard: string[] = [];
	const driver = { refuses: false, notify: (() => {}) as Notify };
	const obey = (call: (typeof calls)[number]) => {
		if (driver.refuses) throw new Error("no");
		calls.push(call);
	};
	class Driver {
		static readonly gotIP = "gotIP";
		static readonly lostIP = "lostIP";
		static readonly disconnected = "disconnect";
		constructor(network: WifiNetwork, notify: Notify) {
			obey(network);
			driver.notify = notify;
		}
		close() {
			calls.push("close");
		}
		static disconnect = () => void calls.push("disconnect");
		static accessPoint = obey;
		static set mode(mode: number) {
			obey(mode);
		}
	}
	const radio = new WifiRadio({ io: Driver as unknown as WiFiClass });
	const events = { onUp: () => void heard.push("up"), onDown: (reason: string) => void heard.push(reason) };
	return { radio, driver, calls, heard, join: (network: WifiNetwork) => radio.join(network, events) };
}

describe("as a station the radio", () => {
	test("joins, and tells what becomes of it", () => {
		const { driver, calls, heard, join } = setUp();
		join({ ssid: "home", password: "for this test" });
		expect(calls).toEqual([{ ssid: "home", password: "for this test" }]);
		const said: Parameters<Notify>[] = [
			["connect"],
			["gotIP"],
			["disconnect", 0],
			["disconnect", -1],
			["lostIP"],
		];
		for (const words of said) driver.notify(...words);
		expect(heard).toEqual(["up", "wifi-lost", "wifi-password", "wifi-lost"]);
	});

	test("leaves one network for the next", () => {
		const { calls, join, radio } = setUp();
		radio.leave();
		join({ ssid: "open" });
		join({ ssid: "other" });
		expect(calls).toEqual([{ ssid: "open" }, "close", "disconnect", { ssid: "other" }]);
	});

	test("tells when the driver refuses", () => {
		const { driver, heard, join } = setUp();
		driver.refuses = true;
		join({ ssid: "home" });
		expect(heard).toEqual(["wifi-radio"]);
	});
});

describe("a network of the board's own", () => {
	const own = { ssid: "leafcast-1a2b", password: "for this test", clients: 2 };

	test("is opened by a station, which it stays", () => {
		const { radio, calls } = setUp();
		expect(radio.host(own)).toBeUndefined();
		const { clients: max, ...named } = own;
		expect(calls).toEqual([1, { ...named, channel: 1, max, station: true }]);
		radio.host({ ...own, channel: 11 });
		expect(calls.at(-1)).toMatchObject({ channel: 11 });
	});

	test("is closed", () => {
		const { radio, calls } = setUp();
		radio.stopHosting();
		expect(calls).toEqual([1]);
	});

	test.each([
		["", "ssid-length"],
		["x".repeat(33), "ssid-length"],
		["ü".repeat(17), "ssid-length"],
		["€".repeat(11), "ssid-length"],
		["🚗".repeat(9), "ssid-length"],
		["x".repeat(256 + 8), "ssid-length"],
		["ü".repeat(16), undefined],
	])("with the name %p: %p", (ssid, reason) => {
		const { radio, calls } = setUp();
		expect(radio.host({ ...own, ssid })?.reason).toBe(reason);
		expect(calls).toHaveLength(reason === undefined ? 2 : 0);
	});

	test.each([
		["1234567", "password-form"],
		["x".repeat(64), "password-form"],
		["passwörter", "password-form"],
		["x".repeat(63), undefined],
	])("with the password %p: %p", (password, reason) => {
		const { radio, calls } = setUp();
		expect(radio.host({ ...own, password })?.reason).toBe(reason);
		expect(calls).toHaveLength(reason === undefined ? 2 : 0);
	});

	test("is not opened when the driver refuses", () => {
		const { radio, driver } = setUp();
		driver.refuses = true;
		expect(radio.host(own)).toEqual({ reason: "wifi-radio" });
	});
});
