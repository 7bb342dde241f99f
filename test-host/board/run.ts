import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A program to be run, and in what. */
export interface Call {
	readonly program: string;
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly cwd?: string;
}

/** Runs a program, with every line that it prints on either stream; resolves with its exit code. */
export function runLines(call: Call, onLine: (line: string) => void): Promise<number> {
	const child = start(call, ["ignore", "pipe", "pipe"]);
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream as Readable }).on("line", onLine);
	}
	return ended(child);
}

/** Runs a program that talks to the person at the terminal itself; resolves with its exit code. */
export function runShown(call: Call): Promise<number> {
	return ended(start(call, ["ignore", "inherit", "inherit"]));
}

function start({ program, args, env, cwd }: Call, stdio: ("ignore" | "inherit" | "pipe")[]) {
	return spawn(program, args, { env, stdio, ...(cwd !== undefined && { cwd }) });
}

function ended(child: ReturnType<typeof start>): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => resolve(code ?? 1));
	});
}
