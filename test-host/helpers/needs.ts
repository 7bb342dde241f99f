import { describe, test } from "@jest/globals";
import { findProgramIn, foldersOf } from "./find-program";

/** Where daemons are, which is not on everybody's PATH. */
const MORE_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The path of a program, if this computer has it. */
export function findProgram(name: string): string | undefined {
	return findProgramIn([...foldersOf(process.env["PATH"]), ...MORE_FOLDERS], name);
}

/** What becomes of tests that need something: skipped on a computer without it, but failed where `ci` is set. */
export function verdict(found: boolean, ci: string | undefined): "run" | "skip" | "fail" {
	if (found) return "run";
	return ci ? "fail" : "skip";
}

/**
 * Tests that need something of this computer. Without it they are skipped and say so; where the environment
 * variable `CI` is set, and everything has to be there, they fail.
 *
 * @param what - Such as `mosquitto`.
 */
export function needs(what: string, found: boolean, body: () => void): void {
	const plans = {
		run: () => describe(`with ${what}`, body),
		skip: () => {
			// Jest keeps silent about files in which everything is skipped.
			process.stdout.write(`skipped: ${what} is not here\n`);
			describe.skip(`skipped: ${what} is not here`, body);
		},
		fail: () =>
			test(`${what} is there`, () => {
				throw new Error(`${what} is not here, and with CI set nothing may be skipped`);
			}),
	};
	plans[verdict(found, process.env["CI"])]();
}

/** Tests that need a program on PATH, see `needs`. */
export function describeWith(program: string, body: () => void): void {
	needs(program, findProgram(program) !== undefined, body);
}
