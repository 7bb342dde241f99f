import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "@jest/globals";
import { freePort } from "../helpers/free-port";
import { spawnGuarded } from "../helpers/guarded";
import { until } from "../helpers/until";

/** A test that fails may leave it running, and Jest would wait for it. */
const running = new Set<HomeAssistant>();
afterAll(async () => {
	for (const each of running) await each.stop();
});

/** What Home Assistant says of itself and not of us: the packages are pinned, and so is Python. */
const NOT_OURS = [/Skipping pip installation/, /Support for the running Python version/];

const LOG_LINE = /^\d{4}-\d\d-\d\d [\d:.]+ [A-Z]+ \(/;

/** A Home Assistant on 127.0.0.1 with a configuration folder of its own. */
export class HomeAssistant {
	readonly url: string;
	readonly #python: string;
	readonly #http: string;
	readonly #folder: string;
	#log = "";
	#process: ReturnType<typeof spawnGuarded> | undefined;

	/** @param python - As `pythonWithHomeAssistant` gives it. */
	static async start(python: string): Promise<HomeAssistant> {
		const created = new HomeAssistant(python, await freePort());
		created.configure({});
		await created.#start();
		return created;
	}

	private constructor(python: string, port: number) {
		this.url = `http://127.0.0.1:${port}`;
		this.#python = python;
		this.#http = `http:\n  server_host: 127.0.0.1\n  server_port: ${port}\n`;
		this.#folder = mkdtempSync(join(tmpdir(), "homeassistant-"));
		running.add(this);
	}

	/**
	 * Writes into its configuration folder; it reads that when it starts.
	 *
	 * @param files - Contents by path. What is needed to reach it is put into `configuration.yaml` in any case.
	 */
	configure(files: Readonly<Record<string, string>>): void {
		const all = { ...files, "configuration.yaml": this.#http + (files["configuration.yaml"] ?? "") };
		for (const [path, text] of Object.entries(all)) {
			const file = join(this.#folder, path);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, text);
		}
	}

	/** Everything of a warning's weight or more that it has logged since the last call, itself aside. */
	takeComplaints(): string[] {
		const entries: string[] = [];
		for (const line of this.#log.split("\n")) {
			if (LOG_LINE.test(line)) entries.push(line);
			else if (entries.length > 0) entries.push(`${entries.pop()}\n${line}`);
		}
		this.#log = "";
		return entries.filter((entry) => !NOT_OURS.some((known) => known.test(entry)));
	}

	/** Stops it in good order and starts it again with what it has stored. */
	async restart(): Promise<void> {
		await this.#end();
		await this.#start();
	}

	/** Stops it and removes its folder. */
	async stop(): Promise<void> {
		running.delete(this);
		await this.#end();
		rmSync(this.#folder, { recursive: true, force: true });
	}

	async #start(): Promise<void> {
		const args = ["-m", "homeassistant", "--config", this.#folder, "--skip-pip"];
		const child = spawnGuarded("TERM", this.#python, ...args);
		this.#process = child;
		child.stderr.on("data", (text: Buffer) => {
			this.#log += text;
		});
		await until("Home Assistant answers", async () => {
			if (child.exitCode !== null) throw new Error(`Home Assistant did not start:\n${this.#log}`);
			const answer = await fetch(`${this.url}/api/onboarding`).catch(() => undefined);
			return answer?.status === 200;
		});
	}

	async #end(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (child === undefined || child.exitCode !== null) return;
		const exited = once(child, "exit");
		child.stdin.end();
		await exited;
	}
}
