import { describe, expect, test } from "@jest/globals";
import { borderViolations } from "./import-borders";
import { firmwareTree, format } from "./source-tree";

const check = (files: Record<string, string>) => format(borderViolations(new Map(Object.entries(files))));

describe("imports stay within their borders", () => {
	test("in the firmware", () => {
		expect(format(borderViolations(firmwareTree()))).toEqual([]);
	});

	test.each([
		['import "./sibling";'],
		['import { a } from "../can/frame";'],
		['export type { A } from "../clock";'],
		['// import "node:fs";\nconst text = \'import "node:fs";\';'],
	])("%s is fine in src/", (text) => {
		expect(check({ "src/leaf/a.ts": text })).toEqual([]);
	});

	test.each([
		['\nimport "embedded:io/spi";', "src/leaf/a.ts:2: imports embedded:io/spi: src/ knows no platform"],
		['import fs from "node:fs";', "src/leaf/a.ts:1: imports node:fs: src/ knows no platform"],
		['import type { A } from "timer";', "src/leaf/a.ts:1: imports timer: src/ knows no platform"],
		['// é\n\nexport * from "x";', "src/leaf/a.ts:3: imports x: src/ knows no platform"],
		['type A = import("x").A;', "src/leaf/a.ts:1: imports x: src/ knows no platform"],
		['await import("x");', "src/leaf/a.ts:1: imports x: src/ knows no platform"],
		["const f = (x: string) => import(x);", "src/leaf/a.ts:1: imports ?: src/ knows no platform"],
		[
			'import { a } from "../../modules/a/a";',
			"src/leaf/a.ts:1: imports ../../modules/a/a: it is outside src/",
		],
		['import { a } from "../../main";', "src/leaf/a.ts:1: imports ../../main: it is outside src/"],
		['import "./b.js";', "src/leaf/a.ts:1: imports ./b.js: write it without extension, as XS names modules"],
	])("%s is caught in src/", (text, violation) => {
		expect(check({ "src/leaf/a.ts": text })).toEqual([violation]);
	});

	test("a module may import itself, the base, and what its own manifest includes", () => {
		const files = {
			"modules/can/manifest.json": '{ "include": "$(MODDABLE)/modules/io/spi/manifest.json" }',
			"modules/can/a.ts": 'import "./b";\nimport Timer from "timer";\nimport SPI from "embedded:io/spi";',
			"modules/can/b.ts": 'import type Digital from "embedded:io/digital";',
		};
		expect(check(files)).toEqual([]);
	});

	test("a module imports nothing else", () => {
		const files = {
			"modules/can/manifest.json": "{}",
			"modules/can/a.ts":
				'import SPI from "embedded:io/spi";\nimport "../mqtt/b";\nimport { c } from "../../src/c";',
			"modules/mqtt/b.ts": 'import fs from "node:fs";\nimport type { D } from "node:net";',
		};
		expect(check(files)).toEqual([
			"modules/can/a.ts:1: imports embedded:io/spi: embedded:io/spi needs the include $(MODULES)/io/spi/manifest.json or $(MODULES)/io/manifest.json",
			"modules/can/a.ts:2: imports ../mqtt/b: it is outside modules/can/",
			"modules/can/a.ts:3: imports ../../src/c: it is outside modules/can/",
			"modules/mqtt/b.ts:1: imports node:fs: node:fs is not in the table of SDK modules",
			"modules/mqtt/b.ts:2: imports node:net: node:net is not in the table of SDK modules",
		]);
	});
});
