import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { FakeTools } from "../helpers/fake-tools";

jest.setTimeout(30_000);

let tools: FakeTools;
beforeEach(() => {
	tools = new FakeTools();
});
afterEach(() => tools.dispose());

describe("an image", () => {
	test("is made for the classic ESP32", async () => {
		const { code, output, errors } = await tools.run("build", []);
		expect({ code, errors }).toEqual({ code: 0, errors: "" });
		expect(output.split("\n")).toEqual([
			"Leafcast for esp32, standard",
			"configuring the ESP-IDF",
			"compiling the engine",
			"checking TypeScript",
			"compiling modules",
			"linking modules",
			"compiling the ESP-IDF",
			"done",
			"image of 992 KiB, 50 % of its slot",
			"next: npm run flash -- --port PORT",
			"",
		]);
		expect(tools.calls).toContainEqual(
			expect.stringMatching(/^mcconfig -m -p esp32 -t build -o .*standard-esp32 .*manifest\.json$/),
		);
	});

	test("is made once more when nothing has changed", async () => {
		await tools.run("build", []);
		expect((await tools.run("build", [])).code).toBe(0);
	});

	test("is made for another board and profile, with the settings of both folders", async () => {
		const { code, output } = await tools.run("build", ["--board", "esp32c3", "--profile", "hardened"]);
		expect(code).toBe(0);
		expect(output).toContain("next: npm run flash -- --port PORT --profile hardened --board esp32c3");
		expect(tools.calls).toContainEqual(expect.stringMatching(/^mcconfig -m -p esp32\/esp32c3 /));
		const settings = readFileSync(join(tools.out, "hardened-esp32c3/sdkconfig/sdkconfig.defaults"), "utf8");
		expect(settings).toContain("CONFIG_ESP_TASK_WDT_PANIC=y");
		expect(settings).toContain("CONFIG_NVS_SEC_KEY_PROTECT_USING_HMAC=y");
	});

	test("hardened for the classic ESP32 has the table with the keys", async () => {
		await tools.run("build", ["--profile", "hardened"]);
		expect(readFileSync(join(tools.out, "hardened-esp32/sdkconfig/partitions.csv"), "utf8")).toContain(
			"nvs_keys",
		);
	});

	test("finds the compiler by the script of the ESP-IDF", async () => {
		tools.remove("bin/idf.py");
		tools.remove("bin/xtensa-esp32-elf-gcc");
		tools.file("idf/export.sh", `export PATH="$PATH:${tools.folder}/more"\n`);
		expect((await tools.run("build", [])).code).toBe(1);
		tools.program("../more/idf.py");
		tools.program("../more/xtensa-esp32-elf-gcc");
		expect((await tools.run("build", [])).code).toBe(0);
	});
});

describe("no image", () => {
	test("after an error in the firmware: the last lines tell, and the log has all", async () => {
		const { code, errors } = await tools.run("build", [], { FAKE_BUILD: "tsc" });
		expect(code).toBe(1);
		expect(errors).toContain("main.ts(3,5): error TS2322");
		expect(errors).toContain("build.log");
		expect(readFileSync(join(tools.out, "standard-esp32/build.log"), "utf8")).toContain("error TS2322");
	});

	test("after a failure of the ESP-IDF, though mcconfig ends with 0 and there is an image of yesterday", async () => {
		await tools.run("build", []);
		const { code, output, errors } = await tools.run("build", [], { FAKE_BUILD: "idf" });
		expect(code).toBe(1);
		expect(output).not.toContain("image of");
		expect(errors).toContain("ninja: build stopped");
	});

	test("for a board or a profile that there is not", async () => {
		const { code, errors } = await tools.run("build", ["--board", "esp8266"]);
		expect(code).toBe(2);
		expect(errors).toContain("--board esp8266: must be esp32 or esp32s3 or esp32c3");
	});
});

const INSTALL = '"$IDF_PATH/install.sh" esp32';
describe("says what is missing, and the command that brings it", () => {
	test.each<[string, () => void, string[], string]>([
		["mcconfig", () => tools.remove("moddable/build/bin"), [], 'make -C "$MODDABLE/build/makefiles/'],
		["an SDK", () => tools.remove("moddable"), [], "git clone --depth 1 --branch 8.2.3"],
		["an ESP-IDF", () => tools.remove("idf"), [], "--branch v6.0 https://github.com/espressif/esp-idf.git"],
		["the compiler", () => tools.remove("bin/xtensa-esp32-elf-gcc"), [], INSTALL],
		["the compiler of another board", () => {}, ["--board", "esp32s3"], '"$IDF_PATH/install.sh" esp32s3'],
		["idf.py", () => tools.remove("bin/idf.py"), [], INSTALL],
		["Python", () => tools.remove("bin/python"), [], INSTALL],
	])("%s", async (_what, take, args, command) => {
		take();
		const { code, output, errors } = await tools.run("build", args);
		expect({ code, output }).toEqual({ code: 1, output: "" });
		expect(errors).toContain(command);
		expect(errors.match(/^ {6}\S/gm)).toHaveLength(1);
	});

	test.each([
		["moddable", "8.1.0", "Moddable SDK 8.2.3 or newer (found 8.1.0)"],
		["idf", "v5.5.1", "ESP-IDF v6.0 (found v5.5.1)"],
		["idf", "v6.1", "ESP-IDF v6.0 (found v6.1)"],
	])("%s in version %s", async (folder, version, text) => {
		tools.remove(folder);
		tools.file("moddable/build/devices/esp32/manifest.json", "{}");
		tools.file("idf/components/README", "");
		tools.program("mcconfig");
		tools.tag(folder, version);
		const { code, errors } = await tools.run("build", []);
		expect(code).toBe(1);
		expect(errors).toContain(text);
	});

	test("everything, and nothing is tried", async () => {
		const { code, errors } = await tools.run("build", [], { MODDABLE: undefined, IDF_PATH: undefined });
		expect(code).toBe(1);
		expect(errors.match(/^ {6}git clone/gm)).toHaveLength(2);
		expect(existsSync(tools.out)).toBe(false);
	});
});
