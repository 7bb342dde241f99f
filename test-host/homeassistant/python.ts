import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findProgram } from "../helpers/needs";

const run = promisify(execFile);

/** Newer versions of Python want a Home Assistant that wants a yet newer one. */
const WANTED = "import ensurepip, venv, sys; sys.exit(sys.version_info[:2] != (3, 11))";
const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** Where things are kept that are long in the making, outside of the project. */
const CACHE = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "leafcast");

/** A Python 3.11 that can make virtual environments, if this computer has one. */
export function findPython(): string | undefined {
	return ["python3.11", "python3"]
		.map(findProgram)
		.filter((path) => path !== undefined)
		.find((path) => {
			try {
				execFileSync(path, ["-c", WANTED], { stdio: "ignore" });
				return true;
			} catch {
				return false;
			}
		});
}

/**
 * A virtual environment with `requirements.txt` installed: the one of an earlier run if the list is still the same.
 *
 * @returns Path of its Python.
 */
export async function pythonWithHomeAssistant(python: string): Promise<string> {
	const version = createHash("sha256").update(python).update(readFileSync(REQUIREMENTS)).digest("hex");
	const folder = join(CACHE, `homeassistant-${version.slice(0, 12)}`);
	if (!existsSync(folder)) await install(python, folder);
	return pythonIn(folder);
}

/** Another run may do the same at the same time: the folder gets its name when it is complete. */
async function install(python: string, folder: string): Promise<void> {
	mkdirSync(dirname(folder), { recursive: true });
	const unfinished = mkdtempSync(`${folder}-`);
	try {
		await run(python, ["-m", "venv", unfinished]);
		const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
		await run(pythonIn(unfinished), [...pip, "--no-deps", "--requirement", REQUIREMENTS]);
		renameSync(unfinished, folder);
	} catch (error) {
		rmSync(unfinished, { recursive: true });
		if (!existsSync(folder)) throw error;
	}
}

function pythonIn(folder: string): string {
	return join(folder, "bin", "python");
}
