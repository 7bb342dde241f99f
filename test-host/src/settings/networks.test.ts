import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings } from "../../../src/settings/settings";

const parse = (networks: unknown) =>
	parseSettings(JSON.stringify({ version: 2, mqtt: { host: "broker" }, wifi: { networks } }));
const STATIC = { address: "192.168.1.20", netmask: "255.255.255.0", gateway: "192.168.1.1" };

describe("the networks of the settings", () => {
	test("are none to four, open or with a password, hidden, and with an address of their own", () => {
		const networks = [
			{ ssid: "home" },
			{ ssid: "Dünenhaus 3", password: "a pass phrase" },
			{ ssid: "cellar", hidden: true },
			{ ssid: "work", ...STATIC, dns: "9.9.9.9" },
		];
		for (const some of [[], networks.slice(1, 2), networks]) {
			expect(parse(some)).toMatchObject({ settings: { wifi: { networks: some } } });
		}
	});

	test.each([
		["wifi.networks.0.ssid", [{ ssid: "" }]],
		["wifi.networks.0.ssid", [{}]],
		["wifi.networks.0.ssid", [null]],
		["wifi.networks.0.ssid", [{ ssid: "x".repeat(33) }]],
		// 17 characters, but 34 bytes.
		["wifi.networks.0.ssid", [{ ssid: "ü".repeat(17) }]],
		["wifi.networks.0.password", [{ ssid: "home", password: "1234567" }]],
		["wifi.networks.1.password", [{ ssid: "home" }, { ssid: "work", password: "x".repeat(64) }]],
		["wifi.networks.0.password", [{ ssid: "home", password: "Straße 12345" }]],
		["wifi.networks.0.hidden", [{ ssid: "home", hidden: 1 }]],
		["wifi.networks.0.colour", [{ ssid: "home", colour: "red" }]],
		["wifi.networks.2.ssid", [{ ssid: "home" }, { ssid: "work" }, { ssid: "home" }]],
		["wifi.networks", { ssid: "home" }],
		["wifi.networks", ["a", "b", "c", "d", "e"].map((ssid) => ({ ssid }))],
		["wifi.networks.1", [{ ssid: "home" }, "work"]],
	])("are refused with the name of the bad field: %s %j", (field, networks) => {
		expect(parse(networks)).toMatchObject({ errors: [{ field, message: expect.any(String) }] });
	});

	test.each([
		["address", { address: "192.168.1.256" }],
		["address", { address: "192.168.1" }],
		["address", { address: "192.168.01.2" }],
		["address", { address: "192.168.1.0" }],
		["address", { address: "192.168.1.255" }],
		["netmask", { netmask: "255.0.255.0" }],
		["netmask", { netmask: "255.255.255.255" }],
		["netmask", { netmask: "0.0.0.0" }],
		["netmask", { netmask: undefined }],
		["gateway", { gateway: undefined }],
		["gateway", { gateway: "192.168.2.1" }],
		["gateway", { gateway: STATIC.address }],
		["dns", { dns: "dns.example" }],
	])("have whole addresses of their own: %s %j", (field, change) => {
		const errors = [{ field: `wifi.networks.0.${field}`, message: expect.any(String) }];
		expect(parse([{ ssid: "home", ...STATIC, ...change }])).toEqual({ errors });
	});

	test.each(["netmask", "gateway", "dns"])("have no %s without an address", (name) => {
		const result = parse([{ ssid: "home", [name]: "255.255.255.0" }]);
		const fields = "errors" in result ? result.errors.map(({ field }) => field) : [];
		expect(fields).toContain("wifi.networks.0.address");
	});

	test("take exactly the addresses that lie in a network", () => {
		const number = fc.nat({ max: 0xffff_ffff });
		const text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
		fc.assert(
			fc.property(number, number, fc.integer({ min: 8, max: 30 }), fc.boolean(), (own, other, bits, near) => {
				const hosts = 2 ** (32 - bits) - 1;
				const next = near ? ((own & ~hosts) | (other & hosts)) >>> 0 : other;
				const same = Math.floor(own / (hosts + 1)) === Math.floor(next / (hosts + 1));
				const host = own % (hosts + 1);
				const good = same && own !== next && host !== 0 && host !== hosts;
				const netmask = text(~hosts >>> 0);
				const network = { ssid: "home", address: text(own), netmask, gateway: text(next) };
				expect("settings" in parse([network])).toBe(good);
			}),
		);
	});
});
