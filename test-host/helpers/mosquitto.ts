import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { freePort } from "./free-port";
import { spawnGuarded } from "./guarded";
import { findProgram } from "./needs";

/** How the broker is to be; anonymous and without TLS when everything is left out. */
export interface MosquittoOptions {
	/** Paths of PEM files. */
	readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
	/** The only user who may connect. */
	readonly user?: string;
	readonly password?: string;
	/** Further lines of mosquitto.conf. */
	readonly config?: readonly string[];
}

/** A running broker on 127.0.0.1. */
export interface Mosquitto {
	readonly port: number;
	/** What it has logged so far. */
	readonly log: () => string;
	/** Kills it and removes its files. May be called twice. */
	stop(): Promise<void>;
}

/** A test that fails may leave its broker running, and Jest would wait for it. */
const running = new Set<Mosquitto>();
afterAll(async () => {
	for (const broker of running) await broker.stop();
});

/** A port that is free when it is looked for may be taken a moment later. */
const ATTEMPTS = 5;

/** Starts a broker of its own on a free port and waits until it listens. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await start(options, await freePort());
		} catch (error) {
			if (attempt === ATTEMPTS || !String(error).includes("Address already in use")) throw error;
		}
	}
}

async function start(options: MosquittoOptions, port: number): Promise<Mosquitto> {
	const program = findProgram("mosquitto");
	if (program === undefined) throw new Error("mosquitto is not installed");
	const folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
	const configFile = join(folder, "mosquitto.conf");
	writeFileSync(configFile, config(options, port, folder).join("\n"));
	const child = spawnGuarded("KILL", program, "-c", configFile);
	const exited = once(child, "exit");
	const stop = async () => {
		running.delete(broker);
		child.stdin.end();
		await exited;
		rmSync(folder, { recursive: true, force: true });
	};
	let log = "";
	child.stderr.on("data", (text: Buffer) => {
		log += text;
	});
	const broker: Mosquitto = { port, log: () => log, stop };
	running.add(broker);
	try {
		await untilRunning(child, broker.log);
		return broker;
	} catch (error) {
		await stop();
		throw error;
	}
}

function config(
	{ tls, user, password, config = [] }: MosquittoOptions,
	port: number,
	folder: string,
): string[] {
	const lines = [
		`listener ${port} 127.0.0.1`,
		`allow_anonymous ${user === undefined}`,
		"persistence false",
		"log_dest stderr",
		"log_type all",
		// Started by root it would change to a user who may not read the files.
		`user ${userInfo().username}`,
	];
	if (tls) lines.push(`cafile ${tls.ca}`, `certfile ${tls.cert}`, `keyfile ${tls.key}`);
	if (user !== undefined) {
		const file = join(folder, "passwords");
		execFileSync(findProgram("mosquitto_passwd") ?? "mosquitto_passwd", [
			"-b",
			"-c",
			file,
			user,
			password ?? "",
		]);
		lines.push(`password_file ${file}`);
	}
	return [...lines, ...config, ""];
}

/** Resolves when the broker says that it listens, rejects when it ends before. */
function untilRunning(child: ChildProcess, log: () => string): Promise<void> {
	return new Promise((resolve, reject) => {
		child.stderr?.on("data", () => {
			if (/mosquitto version \S+ running/.test(log())) resolve();
		});
		child.once("error", reject);
		child.once("close", () => reject(new Error(`mosquitto did not start:\n${log()}`)));
	});
}
