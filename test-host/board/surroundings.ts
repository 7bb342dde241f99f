import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgramIn, foldersOf } from "../helpers/find-program";
import type { BoardName } from "./profiles";

/** The root of the project. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Where the SDK's own programs are, below `build/bin/` and `build/makefiles/`. */
const SDK_SYSTEMS: Readonly<Record<string, string>> = { darwin: "mac", win32: "win" };

/** The computer as a tool chain sees it. */
export interface Surroundings {
	readonly board: BoardName;
	/** With everything on PATH that the SDK and the ESP-IDF bring along. */
	readonly env: NodeJS.ProcessEnv;
	/** What the SDK calls this system. */
	readonly system: string;
	/** The path of a program. */
	find(name: string): string | undefined;
	/** What a program prints; `undefined` when it is not there or fails. */
	ask(name: string, ...args: readonly string[]): string | undefined;
}

/** Looks around, with the ESP-IDF's own environment if there is one. */
export function lookAround(board: BoardName, given: NodeJS.ProcessEnv): Surroundings {
	const system = SDK_SYSTEMS[process.platform] ?? "lin";
	const exported = exportedBy(given);
	const moddable = given["MODDABLE"];
	const own = [
		join(ROOT, "node_modules", ".bin"),
		...(moddable ? [join(moddable, "build", "bin", system, "release")] : []),
	];
	const separator = process.platform === "win32" ? ";" : ":";
	const path = [...own, exported["PATH"]].join(separator);
	const env = { ...exported, PATH: path };
	const find = (name: string) => findProgramIn(foldersOf(path), name);
	const ask = (name: string, ...args: readonly string[]) => {
		const program = find(name);
		if (program === undefined) return undefined;
		const { status, stdout } = spawnSync(program, args, { env, encoding: "utf8" });
		return status === 0 ? stdout.trim() : undefined;
	};
	return { board, env, system, find, ask };
}

/** The ESP-IDF puts its compilers and its Python on PATH by a script that every shell must run. */
function exportedBy(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const script = join(given["IDF_PATH"] ?? "", "export.sh");
	const done = findProgramIn(foldersOf(given["PATH"]), "idf.py") !== undefined;
	if (given["IDF_PATH"] === undefined || done || !existsSync(script)) return given;
	const { status, stdout } = spawnSync("bash", ["-c", 'source "$0" >/dev/null 2>&1 && env -0', script], {
		env: { ...given, IDF_EXPORT_QUIET: "1" },
		encoding: "utf8",
	});
	if (status !== 0) return given;
	const pairs = stdout.split("\0").filter((pair) => pair.includes("="));
	return Object.fromEntries(
		pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
	);
}
