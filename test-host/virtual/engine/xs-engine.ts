import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { CallHandler, Engine, EngineExit, Usage } from "./engine";
import { NetstringReader, netstring } from "./netstring";

// First byte of a message: to the worker `s` run a program file, `?` deliver an event, `q` quit; from it `?` a
// synchronous call, `.` done, `!` threw. The package's own JavaScript wrapper speaks the same, but freezes the
// built-ins of the process that loads it.
const CALL = 0x3f;
const DONE = 0x2e;
const ANSWER = Uint8Array.of(0x2f);
const EVENT = Uint8Array.of(CALL);
const METER_END = 1;

/** Why the worker ended, by exit code (xsnap-worker's own table). */
const EXIT_REASONS: Readonly<Record<number, string>> = {
	2: "the connection with it broke",
	11: "out of memory",
	12: "stack overflow",
	15: "unhandled exception",
	16: "no more keys",
	17: "too much computation",
};

/** @returns The path of the XS worker that the optional package has built, or `undefined` without it. */
export function findXsWorker(): string | undefined {
	const platform = { linux: "lin", darwin: "mac" }[process.platform as string];
	if (platform === undefined) return undefined;
	try {
		const home = dirname(createRequire(import.meta.url).resolve("@agoric/xsnap/package.json"));
		const worker = join(home, "xsnap-native/xsnap/build/bin", platform, "release/xsnap-worker");
		return existsSync(worker) ? worker : undefined;
	} catch {
		return undefined;
	}
}

/** XS tells only the message of an exception; its stack, in the lines of the TypeScript source, says where. */
const GUARD = `
if (globalThis.loadFailure) throw loadFailure;
const unguarded = handleCommand;
globalThis.handleCommand = (event) => {
	try {
		return unguarded(event);
	} catch (error) {
		throw String(error.stack ?? error);
	}
};`;

interface Job {
	readonly message: Uint8Array;
	resolve(usage: Usage): void;
	reject(error: Error): void;
}

/** Runs the program in a process of its own in the XS engine. */
export async function startXsEngine(worker: string, bundle: string, onCall: CallHandler): Promise<Engine> {
	const child = spawn(worker, ["leafcast"], {
		stdio: ["ignore", "inherit", "inherit", "pipe", "pipe"],
		// Ctrl-C is for us: the firmware is to say goodbye first. It ends by itself when we are gone.
		detached: true,
	});
	const toWorker = child.stdio[3] as Writable;
	const fromWorker = child.stdio[4] as Readable;
	// The first job is the one at work. The worker takes nothing but the answers to its calls meanwhile.
	const jobs: Job[] = [];
	let gone: string | undefined;
	let stopping = false;

	const exited = new Promise<EngineExit>((resolve) => {
		child.once("exit", (code, signal) => {
			gone = `the firmware process ended: ${signal ?? EXIT_REASONS[code ?? -1] ?? `exit code ${code}`}`;
			resolve({ reason: gone, expected: stopping });
			for (const job of jobs.splice(0)) job.reject(new Error(gone));
		});
	});
	// Writing to a worker that has just died is no news: `exited` tells it.
	toWorker.on("error", () => {});

	const begin = () => {
		if (jobs[0] !== undefined) toWorker.write(jobs[0].message);
	};
	const reader = new NetstringReader((message) => {
		if (message[0] === CALL) {
			toWorker.write(netstring(ANSWER, onCall(message.subarray(1))));
			return;
		}
		const job = jobs.shift();
		if (message[0] === DONE) job?.resolve(usageOf(message));
		else job?.reject(new Error(Buffer.from(message.subarray(1)).toString()));
		begin();
	});
	fromWorker.on("data", (chunk: Buffer) => reader.push(chunk));

	const run = (...parts: Uint8Array[]): Promise<Usage> =>
		new Promise((resolve, reject) => {
			if (gone !== undefined) {
				reject(new Error(gone));
				return;
			}
			jobs.push({ message: netstring(...parts), resolve, reject });
			if (jobs.length === 1) begin();
		});

	try {
		await run(Buffer.from(`s${bundle}`));
		await run(Buffer.from(`e${GUARD}`));
	} catch (error) {
		child.kill("SIGKILL");
		throw error;
	}
	return {
		pid: child.pid,
		exited,
		post: (event) => run(EVENT, event),
		stop: async () => {
			stopping = true;
			// It quits when it reads the end of its input; one that is lost in a loop does not.
			toWorker.end();
			const timer = setTimeout(() => child.kill("SIGKILL"), 1000);
			await exited;
			clearTimeout(timer);
		},
	};
}

/** `.` is followed by a JSON object with the meters, ended by a byte of 1. */
function usageOf(message: Uint8Array): Usage {
	const meters = JSON.parse(Buffer.from(message.subarray(1, message.indexOf(METER_END))).toString());
	return { computrons: meters.compute, slots: meters.currentHeapCount };
}
