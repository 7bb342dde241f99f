import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One line of `npm start -- --json`. */
export type Line = Readonly<Record<string, unknown>> & { readonly event: string };

/** A running `npm start`. */
export interface Started {
	readonly child: ChildProcess;
	/** Resolves with the first line from now on or before that fits. Rejects when the run ends without it. */
	line(fits: (line: Line) => boolean): Promise<Line>;
	/** Exit code, all lines and what went to the error stream, when it has ended. */
	readonly ended: Promise<{ code: number | null; lines: readonly Line[]; errors: string }>;
}

/** Runs `npm start -- --json ARGS` as a process of its own. */
export function runStart(...args: readonly string[]): Started {
	return runStartWith({}, ...args);
}

/** As `runStart`, with more in the environment. */
export function runStartWith(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Started {
	const child = spawn(process.execPath, ["--import", "tsx", "test-host/cli/start.ts", "--json", ...args], {
		cwd: ROOT,
		env: { ...process.env, ...environment },
		stdio: ["ignore", "pipe", "pipe"],
	});
	const lines: Line[] = [];
	const waiting = new Set<() => void>();
	let rest = "";
	let errors = "";
	child.stdout.on("data", (chunk: Buffer) => {
		const parts = (rest + chunk.toString()).split("\n");
		rest = parts.pop() ?? "";
		for (const part of parts) lines.push(JSON.parse(part) as Line);
		for (const look of [...waiting]) look();
	});
	child.stderr.on("data", (chunk: Buffer) => {
		errors += chunk.toString();
	});
	const ended = new Promise<{ code: number | null; lines: readonly Line[]; errors: string }>((resolve) => {
		child.once("close", (code) => resolve({ code, lines, errors }));
	});
	const line = (fits: (line: Line) => boolean) =>
		new Promise<Line>((resolve, reject) => {
			const look = () => {
				const found = lines.find(fits);
				if (found === undefined) return;
				waiting.delete(look);
				resolve(found);
			};
			waiting.add(look);
			look();
			void ended.then(({ code }) =>
				reject(new Error(`ended with ${code}: ${errors}${lines.at(-1)?.["text"]}`)),
			);
		});
	return { child, line, ended };
}

/** What the device published last on each topic, by the part after its own prefix. */
export function published(lines: readonly Line[]): Record<string, string> {
	const messages = lines.filter(({ event }) => event === "published");
	return Object.fromEntries(messages.map((line) => [String(line["topic"]), String(line["payload"])]));
}
