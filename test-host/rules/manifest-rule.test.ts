import { describe, expect, test } from "@jest/globals";
import { manifestViolations } from "./manifest-rule";
import { firmwareTree, format } from "./source-tree";

const BASE = "$(MODDABLE)/examples/manifest_base.json";
const IO = "$(MODDABLE)/modules/io/manifest.json";

const FILE = "$(MODULES)/files/file/manifest.json";

/** A small firmware that keeps the rule. */
const GOOD = {
	"main.ts": 'import SPI from "embedded:io/spi";\nimport "./src/app";\nimport "./modules/can/can";\n',
	"src/app.ts": 'import type { Clock } from "./clock";\nimport { decode } from "./leaf/decode";\n',
	"src/clock.ts": 'import type { Cancel } from "./cancel";\nexport interface Clock {}\n',
	"src/cancel.ts": "export type Cancel = () => void;\n",
	"src/leaf/decode.ts": "export function decode() {}\n",
	"modules/can/can.ts": 'import Timer from "timer";\n',
};
const MANIFEST = {
	include: [BASE, IO, "./modules/can/manifest.json"],
	modules: { "*": "./main", "src/*": "./src/*", "src/leaf/*": "./src/leaf/*" } as Record<string, unknown>,
	preload: ["src/app", "src/leaf/decode"],
};
const CAN_MANIFEST = { modules: { "modules/can/*": "./*" }, preload: ["modules/can/can"] };

interface Change {
	files?: Record<string, string | undefined>;
	manifest?: object;
	can?: object;
}

function check({ files = {}, manifest = {}, can = {} }: Change, root?: string): string[] {
	const texts = {
		...GOOD,
		"manifest.json": JSON.stringify({ ...MANIFEST, ...manifest }, undefined, "\t"),
		"modules/can/manifest.json": JSON.stringify({ ...CAN_MANIFEST, ...can }, undefined, "\t"),
		...files,
	};
	const tree = Object.entries(texts).flatMap(([path, text]) =>
		text === undefined ? [] : [[path, text] as const],
	);
	return format(manifestViolations(new Map(tree), root));
}

const listing = (changes: Record<string, unknown>) => ({
	manifest: { modules: { ...MANIFEST.modules, ...changes } },
});
const including = (...more: string[]) => ({ manifest: { include: [...MANIFEST.include, ...more] } });
const preloading = (...more: string[]) => ({ manifest: { preload: [...MANIFEST.preload, ...more] } });

describe("the manifest lists exactly what main.ts imports", () => {
	test.each(["manifest.json", "manifest-wired.json"])("in the firmware of %s", (root) => {
		expect(format(manifestViolations(firmwareTree(), root))).toEqual([]);
	});

	test("in a small example", () => {
		expect(check({})).toEqual([]);
	});

	test.each<[string, Change, string[]]>([
		[
			"a folder that the star of another does not reach",
			{ files: { "src/leaf/x/y.ts": "", "src/leaf/decode.ts": '\nimport "./x/y";' } },
			["src/leaf/decode.ts:2: no manifest lists src/leaf/x/y"],
		],
		[
			"an import of nothing",
			{ files: { "src/leaf/decode.ts": 'import "./x";' } },
			["src/leaf/decode.ts:1: no manifest lists src/leaf/x"],
		],
		["main.ts itself", listing({ "*": [] }), ["main.ts:1: no manifest lists main"]],
		[
			"a module that nobody imports",
			{ files: { "src/leaf/old.ts": "" } },
			["manifest.json:10: lists src/leaf/old, which main.ts never imports"],
		],
		["a file that is not there", listing({ "src/x": "./src/x" }), ["manifest.json:11: there is no src/x.ts"]],
		[
			"a specifier that is not the path",
			listing({ "src/leaf/*": [], "leaf/*": "./src/leaf/*" }),
			[
				"src/app.ts:2: no manifest lists src/leaf/decode",
				"manifest.json:11: lists src/leaf/decode.ts as leaf/decode: relative imports would miss it",
				"manifest.json:11: lists leaf/decode, which main.ts never imports",
				"manifest.json:15: preloads src/leaf/decode, which no manifest lists",
			],
		],
		[
			"a manifest that is not there",
			including("./modules/x/manifest.json"),
			["manifest.json:6: includes modules/x/manifest.json, which does not exist"],
		],
		[
			"a manifest that nobody includes",
			{ files: { "modules/x/manifest.json": "{}" } },
			["modules/x/manifest.json:1: is included by no other manifest"],
		],
	])("%s is caught", (_what, change, violations) => {
		expect(check(change)).toEqual(violations);
	});
});

describe("what runs is preloaded by its name", () => {
	test.each<[string, Change, string[]]>([
		[
			"a module that is not preloaded",
			{ manifest: { preload: ["src/app"] } },
			["manifest.json:10: does not preload src/leaf/decode"],
		],
		[
			"a module's own that is not preloaded",
			{ can: { preload: [] } },
			["modules/can/manifest.json:3: does not preload modules/can/can"],
		],
		[
			"a star",
			preloading("src/*"),
			["manifest.json:15: preloads src/*: a star passes over TypeScript modules"],
		],
		["main", preloading("main"), ["manifest.json:15: preloads main, which holds the running application"]],
		["a misspelt name", preloading("src/ap"), ["manifest.json:15: preloads src/ap, which no manifest lists"]],
	])("%s is caught", (_what, change, violations) => {
		expect(check(change)).toEqual(violations);
	});

	test("types need not be, and may be", () => {
		expect(check(preloading("src/clock"))).toEqual([]);
	});
});

describe("modules of the SDK come by an include", () => {
	test.each<[string, Change, string[]]>([
		[
			"one without include",
			{ manifest: { include: [BASE, "./modules/can/manifest.json"] } },
			[
				"main.ts:1: embedded:io/spi needs the include $(MODULES)/io/spi/manifest.json or $(MODULES)/io/manifest.json",
			],
		],
		[
			"one that nobody knows",
			{ files: { "modules/can/can.ts": 'import "timer";\nimport "embedded:io/quantum";' } },
			["modules/can/can.ts:2: embedded:io/quantum is not in the table of SDK modules"],
		],
		[
			"an include of which nothing is used",
			including("$(MODULES)/io/update/manifest.json"),
			["manifest.json:6: includes $(MODULES)/io/update/manifest.json, of which nothing is imported"],
		],
		[
			"an include of which only types are used",
			{ files: { "main.ts": GOOD["main.ts"].replace("import SPI", "import type SPI") } },
			["manifest.json:4: includes $(MODDABLE)/modules/io/manifest.json, of which nothing is imported"],
		],
		[
			"a module of the project by a bare name",
			{
				files: {
					"src/app.ts": 'import "./clock";\nimport "src/leaf/decode";',
					"src/clock.ts": 'import "./cancel";',
				},
				manifest: { preload: ["src/app", "src/leaf/decode", "src/clock", "src/cancel"] },
			},
			["manifest.json:10: lists src/leaf/decode, which main.ts never imports"],
		],
	])("%s is caught", (_what, change, violations) => {
		expect(check(change)).toEqual(violations);
	});

	test("an include may be a module's own", () => {
		const change = { manifest: { include: [BASE, "./modules/can/manifest.json"] }, can: { include: IO } };
		expect(check(change)).toEqual([]);
	});
});

describe("platforms", () => {
	const files = {
		"modules/can/can-lin.ts": 'import "./wire";',
		"modules/can/wire.ts": "",
		"modules/can/spi-lin.ts": 'import "file";',
	};
	const own = { "modules/can/can": "./can", "modules/can/wire": "./wire" };
	const preload = ["modules/can/can", "modules/can/wire"];

	test("may have other files, and stand-ins for what their SDK lacks", () => {
		const lin = {
			modules: { "modules/can/can": "./can-lin", "embedded:io/spi": "./spi-lin" },
			include: FILE,
		};
		const esp32 = { include: IO };
		const can = { modules: own, preload, platforms: { lin, esp32 } };
		expect(
			check({ files, can, manifest: { include: MANIFEST.include.filter((include) => include !== IO) } }),
		).toEqual([]);
	});

	test("may take away what another manifest lists, for something else in its place", () => {
		const wired = {
			include: "./manifest.json",
			modules: {
				"~": ["./modules/can/can", "./modules/can/wire"],
				"modules/can/can": "./modules/can/can-lin",
			},
		};
		const change = { "modules/can/can-lin.ts": "", "wired.json": JSON.stringify(wired) };
		const can = { modules: own, preload };
		const all = { files: { ...files, "modules/can/can.ts": 'import "./wire";', ...change }, can };
		expect(check(all)).toEqual([]);
		expect(check(all, "wired.json")).toEqual([]);
		const both = { "modules/can/can-lin.ts": 'import "./wire";' };
		expect(check({ files: { ...all.files, ...both }, can }, "wired.json")).toEqual([
			"modules/can/can-lin.ts:1: no manifest lists modules/can/wire",
		]);
	});

	test("must each have everything", () => {
		const esp32 = { modules: { "modules/can/wire": "./wire" }, include: IO };
		const lin = { modules: { "modules/can/can": "./can-lin" } };
		const can = { modules: { "modules/can/can": "./can" }, preload, platforms: { lin, esp32 } };
		expect(
			check({ files, can, manifest: { include: MANIFEST.include.filter((include) => include !== IO) } }),
		).toEqual([
			"modules/can/can-lin.ts:1: no manifest lists modules/can/wire on lin",
			"main.ts:1: embedded:io/spi needs the include $(MODULES)/io/spi/manifest.json or $(MODULES)/io/manifest.json on lin",
		]);
	});
});
