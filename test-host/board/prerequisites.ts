import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BOARD } from "./profiles";
import { ROOT, type Surroundings } from "./surroundings";

/** Something without which no image is made or written. */
export interface Prerequisite {
	/** What a person calls it, with the version that is needed. */
	readonly what: string;
	readonly for: readonly ("build" | "flash")[];
	/** What is there; `undefined` when it is not. */
	found(around: Surroundings): string | undefined;
	/** Whether what is there will do; left out when anything does. */
	fits?(found: string): boolean;
	/** The one command that brings it. */
	install(around: Surroundings): string;
}

const SDK_VERSION = "8.2.3";
const IDF_VERSION = "v6.0";

/** In this order: what is further down needs what is above it. */
export const PREREQUISITES: readonly Prerequisite[] = [
	{
		what: "the Moddable SDK, with its folder in MODDABLE",
		for: ["build"],
		found: ({ env }) => folderWith(env["MODDABLE"], "build/devices/esp32/manifest.json"),
		install: (around) =>
			`git clone --depth 1 --branch ${SDK_VERSION} https://github.com/Moddable-OpenSource/moddable.git ~/moddable && export MODDABLE=~/moddable && ${makeTools(around)}`,
	},
	{
		what: `Moddable SDK ${SDK_VERSION} or newer`,
		for: ["build"],
		found: ({ ask, env }) =>
			ask("git", "-C", env["MODDABLE"] ?? "", "describe", "--tags", "--always", "--abbrev=0"),
		// A copy without its history does not tell; then it has the benefit of the doubt.
		fits: (found) => !/^\d+\.\d+/.test(found) || atLeast(found, SDK_VERSION),
		install: () =>
			`git -C "$MODDABLE" fetch --depth 1 origin tag ${SDK_VERSION} && git -C "$MODDABLE" checkout ${SDK_VERSION}`,
	},
	{
		what: "mcconfig, which the SDK builds from its sources",
		for: ["build"],
		found: ({ find }) => find("mcconfig"),
		install: makeTools,
	},
	{
		what: "TypeScript 7 or newer",
		for: ["build"],
		found: ({ find }) => (find("tsc") === undefined ? undefined : typescriptVersion()),
		fits: (found) => atLeast(found, "7"),
		install: () => "npm ci",
	},
	{
		what: "the ESP-IDF, with its folder in IDF_PATH",
		for: ["build", "flash"],
		found: ({ env }) => folderWith(env["IDF_PATH"], "components"),
		install: (around) =>
			`git clone --depth 1 --recursive --shallow-submodules --branch ${IDF_VERSION} https://github.com/espressif/esp-idf.git ~/esp-idf && export IDF_PATH=~/esp-idf && ${installTools(around)}`,
	},
	{
		what: `ESP-IDF ${IDF_VERSION}`,
		for: ["build"],
		found: ({ ask, env }) => ask("git", "-C", env["IDF_PATH"] ?? "", "describe", "--always", "--abbrev=0"),
		// The SDK asks in the same way, and refuses every other.
		fits: (found) => /^v6\.0(\.\d+)?$/.test(found),
		install: () =>
			`git -C "$IDF_PATH" fetch --depth 1 origin tag ${IDF_VERSION} && git -C "$IDF_PATH" checkout --recurse-submodules ${IDF_VERSION}`,
	},
	{
		what: "the compiler for the board",
		for: ["build"],
		found: ({ find, board }) => find(BOARD[board].compiler),
		install: installTools,
	},
	{
		what: "idf.py, and with it the ESP-IDF's tools",
		for: ["build"],
		found: ({ find }) => find("idf.py"),
		install: installTools,
	},
	{
		what: "the ESP-IDF's Python",
		for: ["build", "flash"],
		found: ({ ask }) => ask("python", "--version"),
		fits: (found) => atLeast(found.replace("Python ", ""), "3.9"),
		install: installTools,
	},
	{
		what: "esptool 5 or newer",
		for: ["flash"],
		found: ({ ask }) => ask("python", "-m", "esptool", "version")?.split("\n").at(-1),
		fits: (found) => atLeast(found, "5"),
		install: installTools,
	},
	{
		what: "esp-idf-nvs-partition-gen",
		for: ["flash"],
		found: ({ ask }) => ask("python", "-m", "esp_idf_nvs_partition_gen", "--help"),
		install: installTools,
	},
];

/** What is missing for a purpose, and what there is instead. */
export interface Missing {
	readonly what: string;
	/** What is there and will not do. */
	readonly found?: string;
	readonly install: string;
}

/** What is missing, each command once, and none that works in a folder which is itself missing. */
export function missingFor(purpose: "build" | "flash", around: Surroundings): Missing[] {
	const commands = new Set<string>();
	return PREREQUISITES.filter((each) => each.for.includes(purpose)).flatMap((each) => {
		const found = each.found(around);
		if (found !== undefined && (each.fits?.(found) ?? true)) return [];
		const install = each.install(around);
		if (commands.has(install) || waitsForFolder(install, around)) return [];
		commands.add(install);
		return [{ what: each.what, ...(found !== undefined && { found }), install }];
	});
}

/** Whether a command is about a folder that is not there, and does not make it. */
function waitsForFolder(install: string, around: Surroundings): boolean {
	if (install.startsWith("git clone")) return false;
	const folders = ["MODDABLE", "IDF_PATH"].filter((name) => new RegExp(`[$%]${name}`).test(install));
	return folders.some((name) => folderWith(around.env[name], "") === undefined);
}

/** Compares versions number by number. */
export function atLeast(version: string, wanted: string): boolean {
	const have = version.replace(/^v/, "").split(".");
	for (const [index, part] of wanted.split(".").entries()) {
		const difference = Number.parseInt(have[index] ?? "0", 10) - Number(part);
		if (difference !== 0) return difference > 0;
	}
	return true;
}

/** The SDK's own programs. */
function makeTools({ system }: Surroundings): string {
	if (system === "win") return 'cd /d "%MODDABLE%\\build\\makefiles\\win" && build';
	return `make -C "$MODDABLE/build/makefiles/${system}"`;
}

/** The ESP-IDF's own programs, for one board. */
function installTools({ system, board }: Surroundings): string {
	if (system === "win") return `"%IDF_PATH%\\install.bat" ${board} && "%IDF_PATH%\\export.bat"`;
	return `"$IDF_PATH/install.sh" ${board}`;
}

function folderWith(folder: string | undefined, file: string): string | undefined {
	return folder !== undefined && existsSync(join(folder, file)) ? folder : undefined;
}

function typescriptVersion(): string {
	const manifest = readFileSync(join(ROOT, "node_modules/typescript/package.json"), "utf8");
	return (JSON.parse(manifest) as { version: string }).version;
}
