import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "@jest/globals";

/** Where daemons are, which is not on everybody's PATH. */
const MORE_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The path of a program, if this computer has it. */
export function findProgram(name: string): string | undefined {
	const folders = [...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean), ...MORE_FOLDERS];
	return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** What becomes of tests that need something: skipped on a computer without it, but failed where `ci` is set. */
export function verdict(found: boolean, ci: string | undefined): "run" | "skip" | "fail" {
	if (found) return "run";
	return ci ? "fail" : "skip";
}

/**
 * Tests that need a program of this computer. Without it they are skipped and say so; where the environment
 * variable `CI` is set, and everything has to be there, they fail.
 */
export function describeWith(program: string, body: () => void): void {
	const plans = {
		run: () => describe(`with ${program}`, body),
		skip: () => describe.skip(`skipped: ${program} is not on PATH`, body),
		fail: () =>
			test(`${program} is there`, () => {
				throw new Error(`${program} is not on PATH, and with CI set nothing may be skipped`);
			}),
	};
	plans[verdict(findProgram(program) !== undefined, process.env["CI"])]();
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
