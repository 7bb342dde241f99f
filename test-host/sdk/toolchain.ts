import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { needs } from "../helpers/needs";
import { freshPage } from "../portal-page/page-files";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = join(ROOT, "test-host/sdk");

/** Where Debian's libraries for 32-bit x86 are, if they are: the system's, or packages unpacked with `dpkg -x`. */
const SYSROOT = process.env["SYSROOT_I386"] ?? "/";
const LIBRARIES = ["usr/lib", "lib"].map((folder) => join(SYSROOT, folder, "i386-linux-gnu"));
const PACKAGES = join(SYSROOT, "usr/lib/i386-linux-gnu/pkgconfig");

/** Of the firmware's pointers: 32 as on an ESP32, where this computer can. */
export const WIDTH = existsSync(join(PACKAGES, "gio-2.0.pc")) ? 32 : 64;
const OUT = join(ROOT, `build/sdk-${WIDTH}`);

/** How long the first build may take, which compiles XS, ms. */
export const BUILDING_TIME = 600_000;

/** What mcconfig's command line may set: a member of `config`. */
export type Config = Readonly<Record<string, string>>;

const sdk = process.env["MODDABLE"] ?? "";
const tools = join(sdk, "build/bin/lin/release");

/** Tests of what the Moddable SDK makes of the firmware. */
export function describeWithSdk(body: () => void): void {
	const hasTools = sdk !== "" && existsSync(join(tools, "mcconfig"));
	needs("the Moddable SDK ($MODDABLE, with its tools for Linux)", hasTools, () =>
		needs("libglib2.0-dev", hasGlib(), body),
	);
}

/** Builds the firmware for Linux, with its figures about memory. @returns Path of the library. */
export async function buildFirmware(config: Config): Promise<string> {
	freshPage();
	const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
	await mcconfig(["-m", "-i", "-p", "lin", "-t", "build", ...settings, "manifest.json"]);
	return join(OUT, "bin/lin/mc/instrument/leafcast/mc.so");
}

/** Runs mcconfig in the project's folder. @throws With what it printed when it fails. */
export async function mcconfig(args: readonly string[]): Promise<void> {
	mkdirSync(OUT, { recursive: true });
	const path = [process.env["PATH"], tools, join(ROOT, "node_modules/.bin")].join(delimiter);
	const compiler = ["gcc", ...widthFlags()].join(" ");
	await run(join(tools, "mcconfig"), ["-o", OUT, ...args], { ...environment(), PATH: path, CC: compiler });
}

/** Builds the program that runs it. @returns Its path. */
export async function buildHost(): Promise<string> {
	mkdirSync(OUT, { recursive: true });
	const path = join(OUT, "host");
	const units = ["host.c", "allocations.c"].map((name) => join(SOURCES, name));
	const strict = ["-std=gnu17", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-rdynamic"];
	const headers = ["-isystem", join(sdk, "build/simulators/modules")];
	await run(
		"gcc",
		[...strict, ...headers, ...units, "-o", path, ...glib("--cflags", "--libs"), ...widthFlags(), "-ldl"],
		environment(),
	);
	return path;
}

/** What a compiler must be told to find the headers of the SDK, and those of the firmware that was built last. */
export function headerFlags(): string[] {
	const folders = ["xs/includes", "xs/platforms", "xs/sources", "build/simulators/modules"];
	const generated = join(OUT, "tmp/lin/mc/instrument/leafcast");
	const places = [...folders.map((folder) => join(sdk, folder)), generated];
	const platform = ["-DINCLUDE_XSPLATFORM=1", '-DXSPLATFORM="lin_xs.h"'];
	return [...platform, ...places.flatMap((place) => ["-isystem", place]), ...glib("--cflags")];
}

/** For the compiler, which also links. The paths are kept, so that what is linked finds its libraries. */
function widthFlags(): string[] {
	if (WIDTH === 64) return [];
	const found = LIBRARIES.flatMap((path) => [`-L${path}`, `-Wl,-rpath,${path}`, `-Wl,-rpath-link,${path}`]);
	return ["-m32", ...found, "-Wl,--disable-new-dtags"];
}

/** For pkg-config, of which mcconfig's makefile asks the same. */
function environment(): NodeJS.ProcessEnv {
	if (WIDTH === 64) return process.env;
	const found = { PKG_CONFIG_LIBDIR: PACKAGES, PKG_CONFIG_SYSROOT_DIR: SYSROOT };
	return { ...process.env, ...found };
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
	try {
		await promisify(execFile)(program, args, { cwd: ROOT, env, maxBuffer: 1 << 26 });
	} catch (error) {
		const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
		throw new Error(`${program} failed:\n${stdout}${stderr}`);
	}
}

function glib(...what: readonly string[]): string[] {
	const flags = execFileSync("pkg-config", [...what, "gio-2.0"], {
		encoding: "utf8",
		env: environment(),
	});
	return flags.trim().split(/\s+/);
}

function hasGlib(): boolean {
	try {
		return glib("--libs").length > 0;
	} catch {
		return false;
	}
}
