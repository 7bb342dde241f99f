import { describe, expect, test } from "@jest/globals";
import type { AccessPoint, Credentials, ScannedAccessPoint, WiFiClass } from "../../../modules/wifi/driver";
import { WifiRadio } from "../../../modules/wifi/wifi-radio";

type Notify = (message: string, code?: number) => void;

function setUp() {
	/** What driver and ESP-IDF were told, in order. */
	const calls: (string | number | Credentials | AccessPoint)[] = [];
	const heard: string[] = [];
	const driver = {
		refuses: false,
		refusesAddress: false,
		refusesProtection: false,
		keyRefused: false,
		rssi: 0,
		mode: -5,
		notify: (() => {}) as Notify,
		find: (() => {}) as (accessPoint: ScannedAccessPoint | null) => void,
	};
	const obey = (call: (typeof calls)[number]) => {
		if (driver.refuses) throw new Error("no");
		calls.push(call);
	};
	class Driver {
		static readonly gotIP = "gotIP";
		static readonly lostIP = "lostIP";
		static readonly disconnected = "disconnect";
		constructor(network: Credentials, notify: Notify) {
			obey(network);
			driver.notify = notify;
		}
		close() {
			calls.push("close");
		}
		static disconnect = () => void calls.push("disconnect");
		static accessPoint = obey;
		static scan(_: object, onFound: typeof driver.find) {
			obey("scan");
			driver.find = onFound;
		}
		static get mode() {
			return driver.mode;
		}
		static set mode(mode: number) {
			obey(mode);
			driver.mode = mode;
		}
	}
	const told = (refuses: boolean, call: string) => {
		calls.push(call);
		return refuses ? 0x102 : 0;
	};
	const native = {
		radio_watch: () => told(false, "watch"),
		radio_key_refused: () => Number(driver.keyRefused),
		radio_is_text: (name: string) => Number(!name.includes("\ufffd")),
		radio_protect: () => told(driver.refusesProtection, "protect"),
		radio_rssi: () => driver.rssi,
		radio_use_address: (...address: string[]) => told(driver.refusesAddress, `address ${address.join(" ")}`),
	};
	const radio = new WifiRadio({ io: Driver as unknown as WiFiClass, native });
	const events = { onUp: () => void heard.push("up"), onDown: (reason: string) => void heard.push(reason) };
	const join = (network: Parameters<typeof radio.join>[0]) => radio.join(network, events);
	return { radio, driver, calls, heard, join };
}

/** DHCP, as the functions in C are told. */
const DHCP = "address    ";

describe("as a station the radio", () => {
	test("joins, and tells what becomes of it", () => {
		const { driver, calls, heard, join } = setUp();
		join({ ssid: "home", password: "for this test" });
		expect(calls).toEqual(["watch", 1, DHCP, { ssid: "home", password: "for this test" }]);
		const said: Parameters<Notify>[] = [
			["connect"],
			["gotIP"],
			["disconnect", 0],
			["disconnect", -1],
			["lostIP"],
		];
		for (const words of said) driver.notify(...words);
		expect(heard).toEqual(["up", "wifi-lost", "wifi-password", "wifi-lost"]);
		// As with WPA3, of which the SDK does not know.
		driver.keyRefused = true;
		driver.notify("disconnect", 0);
		expect(heard.at(-1)).toBe("wifi-password");
	});

	test("takes the address that it is given, before it joins", () => {
		const { calls, join } = setUp();
		const own = { address: "192.0.2.7", netmask: "255.255.255.0", gateway: "192.0.2.1" };
		join({ ssid: "home", ...own });
		join({ ssid: "home", ...own, dns: "192.0.2.53" });
		const texts = calls.filter((call) => typeof call === "string" && call.startsWith("address"));
		expect(texts).toEqual([
			"address 192.0.2.7 255.255.255.0 192.0.2.1 192.0.2.1",
			"address 192.0.2.7 255.255.255.0 192.0.2.1 192.0.2.53",
		]);
		expect(calls.slice(0, 4)).toEqual(["watch", 1, texts[0], { ssid: "home" }]);
	});

	test("does not join without that address", () => {
		const { driver, calls, heard, join } = setUp();
		driver.refusesAddress = true;
		join({ ssid: "home", address: "192.0.2" });
		expect([heard, calls.some((call) => typeof call === "object")]).toEqual([["wifi-radio"], false]);
	});

	test("knows its signal while it has one", () => {
		const { radio, driver } = setUp();
		expect(radio.rssi()).toBeUndefined();
		driver.rssi = -61;
		expect(radio.rssi()).toBe(-61);
	});

	test("leaves one network for the next", () => {
		const { calls, join, radio } = setUp();
		radio.leave();
		join({ ssid: "open" });
		join({ ssid: "other" });
		const expected = ["watch", 1, DHCP, { ssid: "open" }, "close", "disconnect", DHCP, { ssid: "other" }];
		expect(calls).toEqual(expected);
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
		expect(calls.slice(1)).toEqual([1, { ...named, channel: 1, max, station: true }, "protect"]);
		radio.host({ ...own, channel: 11 });
		expect(calls.at(-2)).toMatchObject({ channel: 11 });
	});

	test("is closed", () => {
		const { radio, calls } = setUp();
		radio.stopHosting();
		expect(calls).toEqual(["watch", 1]);
	});

	test("is none where it cannot be WPA2 alone", () => {
		const { radio, driver, calls } = setUp();
		driver.refusesProtection = true;
		expect(radio.host(own)).toEqual({ reason: "wifi-radio" });
		expect(calls.slice(-2)).toEqual(["protect", 1]);
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
		expect(calls).toHaveLength(reason === undefined ? 4 : 1);
	});

	test.each([
		["1234567", "password-form"],
		["x".repeat(64), "password-form"],
		["passwörter", "password-form"],
		["x".repeat(63), undefined],
	])("with the password %p: %p", (password, reason) => {
		const { radio, calls } = setUp();
		expect(radio.host({ ...own, password })?.reason).toBe(reason);
		expect(calls).toHaveLength(reason === undefined ? 4 : 1);
	});

	test("is not opened when the driver refuses", () => {
		const { radio, driver } = setUp();
		driver.refuses = true;
		expect(radio.host(own)).toEqual({ reason: "wifi-radio" });
	});
});

describe("a scan", () => {
	const place = (ssid: string, rssi: number, authentication = "wpa2_psk") => {
		return { ssid, rssi, channel: 6, authentication };
	};

	test("tells each network once, the strongest first, and none without a name", () => {
		const { radio, driver, calls } = setUp();
		const results: unknown[] = [];
		radio.scan((result) => void results.push(result));
		expect(calls).toEqual(["watch", 1, "scan"]);
		const air = [
			...[place("weak", -90), place("open", -70, "none"), place("", -30), place("home", -60)],
			...[place("home", -50), place("home", -55), place("broken \ufffd", -40)],
		];
		for (const accessPoint of air) driver.find(accessPoint);
		expect(results).toEqual([]);
		driver.find(null);
		expect(results).toEqual([
			[
				{ ssid: "home", rssi: -50, secure: true, channel: 6 },
				{ ssid: "open", rssi: -70, secure: false, channel: 6 },
				{ ssid: "weak", rssi: -90, secure: true, channel: 6 },
			],
		]);
	});

	test("keeps the strongest 32", () => {
		const { radio, driver } = setUp();
		let names: readonly string[] = [];
		radio.scan((result) => {
			if (!("reason" in result)) names = result.map(({ ssid }) => ssid);
		});
		for (let index = 0; index < 100; index++) driver.find(place(`${index}`, -100 + index));
		driver.find(null);
		expect(names).toEqual(Array.from({ length: 32 }, (_, index) => `${99 - index}`));
	});

	test("is refused as long as the driver refuses", () => {
		const { radio, driver } = setUp();
		driver.refuses = true;
		const results: unknown[] = [];
		radio.scan((result) => void results.push(result));
		expect(results).toEqual([{ reason: "wifi-radio" }]);
	});
});
