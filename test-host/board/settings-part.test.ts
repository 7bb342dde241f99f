import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parseSettings } from "../../src/settings/settings";
import { settingsIn } from "./settings-part";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CA = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "leafcast-example-"));
	writeFileSync(join(folder, "ca.pem"), CA);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What becomes of a file with this text. */
function given(text: string) {
	const path = join(folder, "settings.json");
	writeFileSync(path, text);
	return settingsIn(path);
}

test("the example in docs/flash-it.md will do", () => {
	const [, example = ""] =
		/```json\n(.*?)```/s.exec(readFileSync(join(ROOT, "docs/flash-it.md"), "utf8")) ?? [];
	const found = given(example);
	expect(found).toEqual({ document: expect.any(String) });
	expect("document" in found && parseSettings(found.document)).toMatchObject({
		settings: {
			wifi: { networks: [{ ssid: "My network" }] },
			mqtt: { host: "192.168.1.10", ca: CA, port: 8883 },
		},
	});
});

test("a PEM text in the document itself will do as well", () => {
	const mqtt = { host: "broker", ca: CA };
	expect(given(JSON.stringify({ version: 1, wifi: { ssid: "home" }, mqtt }))).toHaveProperty("document");
});

test.each(["null", "7", "[]", '"x"', "{}", '{ "mqtt": 7 }'])("%s will not do", (text) => {
	expect(given(text)).toHaveProperty("errors");
});

test("a file that is not there will not do", () => {
	expect(settingsIn(join(folder, "none.json"))).toEqual({ errors: [expect.stringContaining("none.json")] });
});
