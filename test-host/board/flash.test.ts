import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { DELIVERY_KEY } from "../../src/settings/own-settings";
import { parseSettings } from "../../src/settings/settings";
import { FakeTools } from "../helpers/fake-tools";
import { needs } from "../helpers/needs";
import { type FakePort, openFakePort, PYTHON } from "../helpers/pseudo-terminal";
import { NAMESPACE } from "./settings-part";

const LISTED = `/dev/ttyS0
    desc: n/a
    hwid: n/a
/dev/ttyUSB0
    desc: CP2102 USB to UART Bridge Controller
    hwid: USB VID:PID=10C4:EA60 SER=0001 LOCATION=1-2
2 ports found
`;

const GIVEN = {
	version: 2,
	wifi: { networks: [{ ssid: "home", password: "for this test" }] },
	mqtt: { host: "broker", ca: "ca.pem" },
};
const long = (label: string) => `-----BEGIN ${label}-----\n${"A".repeat(2500)}\n-----END ${label}-----\n`;

jest.setTimeout(30_000);

let tools: FakeTools;
beforeEach(() => {
	tools = new FakeTools();
});
afterEach(() => tools.dispose());

describe("without a port", () => {
	test("lists those with something on USB", async () => {
		const ports = tools.file("ports", LISTED);
		const { code, errors } = await tools.run("flash", [], { FAKE_PORTS: ports });
		expect(code).toBe(2);
		expect(errors).toBe(
			"Say where the board is:\n\n  --port /dev/ttyUSB0   CP2102 USB to UART Bridge Controller\n",
		);
	});

	test("says so when there is none", async () => {
		const { code, errors } = await tools.run("flash", []);
		expect(code).toBe(2);
		expect(errors).toContain("No board is connected by USB");
	});

	test("that exists, names the others", async () => {
		const ports = tools.file("ports", LISTED);
		const { code, errors } = await tools.run("flash", ["--port", "/dev/nowhere"], { FAKE_PORTS: ports });
		expect(code).toBe(1);
		expect(errors).toMatch(/^There is no \/dev\/nowhere\..*--port \/dev\/ttyUSB0/s);
	});
});

test("settings are written where the firmware looks for them", () => {
	const composition = readFileSync(new URL("../../boards/composition.ts", import.meta.url), "utf8");
	expect(composition).toContain(`new FlashStore("${NAMESPACE}")`);
});

test("an esptool of old is refused with the command that brings a new one", async () => {
	const { code, errors } = await tools.run("flash", ["--port", "x"], { FAKE_ESPTOOL: "4.8.1" });
	expect(code).toBe(1);
	expect(errors).toContain('esptool 5 or newer (found 4.8.1)\n      "$IDF_PATH/install.sh" esp32');
});

needs("Python, for pseudo terminals", PYTHON !== undefined, () => {
	let port: FakePort;
	beforeEach(async () => {
		port = await openFakePort();
	});
	afterEach(() => port.unplug());

	const flash = (args: readonly string[], environment?: NodeJS.ProcessEnv) =>
		tools.run("flash", ["--port", port.path, ...args], environment);
	const written = () => tools.calls.filter((call) => call.includes("write-flash"));

	test("an image that is not there is not written", async () => {
		const { code, errors } = await flash(["--board", "esp32c3"]);
		expect(code).toBe(1);
		expect(errors).toContain("npm run build -- --profile standard --board esp32c3");
	});

	test.each([
		["is hardened, for want of --burn-fuses", ["--profile", "hardened"], {}, "what you write now stays"],
		["goes to a board with encrypted flash", [], { FAKE_CRYPT: "1" }, "Nothing was written"],
		["goes to one that has encrypted before", [], { FAKE_CRYPT: "7" }, "Nothing was written"],
		["goes to a board that does not answer", [], { FAKE_BOARD: "silent" }, "Hold its BOOT button"],
	])("an image that %s is not written", async (_why, args, environment, text) => {
		await tools.run("build", args);
		const { code, errors } = await flash(args, environment);
		expect(code).toBe(1);
		expect(errors).toContain(text);
		expect(written()).toEqual([]);
	});

	test("a write that breaks off is said, and the console is not followed", async () => {
		await tools.run("build", []);
		const { code, output } = await flash([], { FAKE_BOARD: "torn" });
		expect(code).toBe(1);
		expect(output).not.toContain("What the board says");
	});

	/** Runs until it follows the console, lets the board speak and unplugs it. */
	async function followed(args: readonly string[], said: string, environment?: NodeJS.ProcessEnv) {
		const all = ["--port", port.path, ...args, "--out", tools.out];
		const { child, ended } = tools.start("flash", all, environment);
		let output = "";
		const last = said.trimEnd().split("\n").at(-1)?.trim() ?? "";
		child.stdout.on("data", (chunk: Buffer) => {
			const before = output;
			output += chunk.toString();
			const listening = (text: string) => text.includes("What the board says");
			if (listening(output) && !listening(before)) port.say(said);
			if (output.includes(last) || output.includes("password  ")) port.unplug();
		});
		return ended;
	}

	test("all parts are written where they belong, and the console is followed until the board is gone", async () => {
		await tools.run("build", []);
		const { code, output, errors } = await followed([], 'boot\r\n{"event":"started"}\r\ngoodbye\r\n');
		expect({ code, errors }).toEqual({ code: 1, errors: "The board is gone.\n" });
		expect(output).toContain('boot\n{"event":"started"}\ngoodbye\n');
		const [call = ""] = written();
		expect(call).toContain(`--chip esp32 --port ${port.path} --baud 460800 --before default-reset`);
		expect(call).toContain("write-flash --flash-mode dio --flash-size 4MB --flash-freq 80m 0x1000 ");
		expect(call.match(/0x[0-9a-f]+ \S+/g)?.map((part) => part.replace(/ .*\/build/, " "))).toEqual([
			"0x1000 /bootloader/bootloader.bin",
			"0x8000 /partition_table/partition-table.bin",
			"0x19000 /ota_data_initial.bin",
			"0x20000 /xs_esp32.bin",
		]);
	});

	test("settings go along, as the device keeps them, with the certificate from its file", async () => {
		await tools.run("build", []);
		tools.file("ca.pem", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
		const settings = tools.file("settings.json", JSON.stringify(GIVEN, undefined, "\t"));
		await followed(["--settings", settings], "goodbye\r\n");
		expect(written()[0]).toMatch(/0x20000 \S+xs_esp32\.bin 0x9000 \S+nvs\.bin$/);
		const generate = tools.calls.findIndex((call) => call.includes("partition_gen generate"));
		expect(tools.calls[generate]).toMatch(/ \S+nvs\.csv \S+nvs\.bin 0x10000$/);
		const [, head, namespace, row, document = ""] = tools.calls.slice(generate);
		expect([head, namespace]).toEqual(["key,type,encoding,value", `${NAMESPACE},namespace,,`]);
		expect(row).toMatch(new RegExp(`^${DELIVERY_KEY},file,string,/\\S+$`));
		expect(parseSettings(document)).toMatchObject({
			settings: { wifi: GIVEN.wifi, mqtt: { host: "broker", ca: expect.stringContaining("BEGIN") } },
		});
		expect(existsSync(row?.split(",")[3] ?? "")).toBe(false);
	});

	test.each<[string, object, string]>([
		["a port that is none", { ...GIVEN, mqtt: { host: "broker", port: "x" } }, "mqtt.port: "],
		["no Wi-Fi", { ...GIVEN, wifi: {}, mqtt: { host: "broker" } }, "wifi.networks: is missing"],
		["a certificate that is not there", { ...GIVEN, mqtt: { host: "broker", ca: "none.pem" } }, "none.pem"],
		[
			"too much",
			{ ...GIVEN, mqtt: { host: "broker", cert: long("CERTIFICATE"), key: long("PRIVATE KEY") } },
			"at most 3999 fit",
		],
	])("settings with %s are refused, and nothing is written", async (_what, given, text) => {
		await tools.run("build", []);
		const settings = tools.file("settings.json", JSON.stringify(given));
		const { code, errors } = await flash(["--settings", settings]);
		expect([code, written()]).toEqual([1, []]);
		expect(errors).toContain(text);
		expect(errors).not.toContain("for this test");
	});

	test("settings that are no JSON are refused without being quoted", async () => {
		await tools.run("build", []);
		const settings = tools.file("settings.json", '{ "password": "for this test", }');
		const { errors } = await flash(["--settings", settings]);
		expect(errors).toContain("this is no JSON at position 31");
		expect(errors).not.toContain("for this");
	});

	test("settings that the ESP-IDF refuses are not written, nor the image", async () => {
		await tools.run("build", []);
		tools.file("ca.pem", long("CERTIFICATE"));
		const settings = tools.file("settings.json", JSON.stringify(GIVEN));
		const { code, errors } = await flash(["--settings", settings], { FAKE_NVS: "refused" });
		expect([code, written()]).toEqual([1, []]);
		expect(errors).toContain("Size of partition is too small");
	});

	test("a hardened image is written when its owner wants it", async () => {
		const args = ["--profile", "hardened", "--board", "esp32s3"];
		tools.program("xtensa-esp32s3-elf-gcc");
		await tools.run("build", args);
		await followed([...args, "--burn-fuses", "--baud", "115200"], "goodbye\r\n");
		expect(written()[0]).toContain(`--chip esp32s3 --port ${port.path} --baud 115200`);
	});

	test("the setup network comes with name, password and QR code", async () => {
		const line = '{"event":"setup-network","ssid":"leafcast-1a2b3c","password":"dQ;x7:k"}';
		const { output } = await followed(["--console"], `${line}\r\n`);
		expect(output).toContain("  name      leafcast-1a2b3c\n  password  dQ;x7:k\n");
		expect(output).toContain("█▀▄");
		expect(output).not.toContain("setup-network");
		expect(written()).toEqual([]);
	});
});
