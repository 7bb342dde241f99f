import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** How programs may be called on this computer. */
const ENDINGS = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];

/** The path of a program in the first of the folders that has it. */
export function findProgramIn(folders: readonly string[], name: string): string | undefined {
	const paths = folders.flatMap((folder) => ENDINGS.map((ending) => join(folder, name + ending)));
	return paths.find(isExecutable);
}

/** The folders of a PATH. */
export function foldersOf(path: string | undefined): string[] {
	return (path ?? "").split(delimiter).filter(Boolean);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
