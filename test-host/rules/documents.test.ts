import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { BUILD_USAGE, FLASH_USAGE } from "../board/options";
import { CAR_USAGE } from "../cli/car-options";
import { OPTIONS, usage } from "../cli/start-options";
import { brokenLinks, optionsIn, unknownOptions, unknownSettings } from "./documents";
import { format } from "./source-tree";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PLACES = ["docs", "sdkconfig", "modules", "src"];
const USAGES = {
	"npm start": usage(),
	"npm run car": CAR_USAGE,
	"npm run build": BUILD_USAGE,
	"npm run flash": FLASH_USAGE,
};

const DOCUMENTS = new Map(
	[...documentsIn("", false), ...PLACES.flatMap((place) => documentsIn(place, true))].map((path) => [
		path,
		readFileSync(join(ROOT, path), "utf8"),
	]),
);

function documentsIn(place: string, recursive: boolean): string[] {
	const names = readdirSync(join(ROOT, place), { recursive, encoding: "utf8" });
	return names.filter((name) => name.endsWith(".md")).map((name) => join(place, name).replaceAll("\\", "/"));
}

test("documents link to what there is", () => {
	expect([...DOCUMENTS.keys()]).toEqual(
		expect.arrayContaining(["README.md", "docs/flash-it.md", "modules/tls/README.md", "sdkconfig/README.md"]),
	);
	expect(format(brokenLinks(DOCUMENTS, (path) => existsSync(join(ROOT, path))))).toEqual([]);
});

test("documents name settings and options that there are", () => {
	expect(format(unknownSettings(DOCUMENTS))).toEqual([]);
	expect(format(unknownOptions(DOCUMENTS, USAGES))).toEqual([]);
});

test("the README tells every option of npm start, and no other", () => {
	const [, table = ""] =
		/\n\| option .*\n(?:\|.*\n)((?:\|.*\n)+)/.exec(DOCUMENTS.get("README.md") ?? "") ?? [];
	const told = optionsIn(table.replace(/^(\|[^|]*)\|.*$/gm, "$1"));
	expect(told.sort()).toEqual(
		Object.keys(OPTIONS)
			.map((name) => `--${name}`)
			.sort(),
	);
});

test("a link to a file or heading that is not there is found", () => {
	const documents = new Map([
		[
			"docs/a.md",
			"# One title: `code`\n\n[x](b.md) [y](../c.png) [z](https://example.org) [w](#one-title-code)\n",
		],
		["docs/b.md", "[x](a.md#one-title-code)\n[y](a.md#two)\n[z](#two)\n"],
	]);
	expect(format(brokenLinks(documents, (path) => documents.has(path)))).toEqual([
		"docs/a.md:3: there is no c.png",
		"docs/b.md:2: docs/a.md has no heading #two",
		"docs/b.md:3: docs/b.md has no heading #two",
	]);
});

test("names of settings and options that there are not are found", () => {
	const text =
		"`wifi.networks`, `mqtt.host`, `car.pins`, `homeassistant`\n`wifi.ssid`\n`npm start -- --car x --fast`\n";
	const documents = new Map([["a.md", text]]);
	expect(format(unknownSettings(documents))).toEqual(["a.md:2: no setting is wifi.ssid"]);
	expect(format(unknownOptions(documents, USAGES))).toEqual(["a.md:3: npm start takes no --fast"]);
});
