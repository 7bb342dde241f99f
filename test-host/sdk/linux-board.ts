import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { AppEvent } from "../../src/event";
import { until } from "../helpers/until";
import { MemoryUse } from "./memory-use";

/** The file in which the stand-in for the flash keeps the settings document. */
const SETTINGS_FILE = "leafcast.settings";

/** A computer that runs the firmware as mcconfig has built it, with a folder in place of the flash. */
export class LinuxBoard {
	readonly #command: readonly [host: string, firmware: string];
	readonly #folder = mkdtempSync(join(tmpdir(), "leafcast-board-"));
	#child: ChildProcess | undefined = undefined;
	/** What it has reported since it was switched on. */
	events: AppEvent[] = [];
	/** Everything else that it has printed since then. */
	#console = "";
	/** What it has needed since then. */
	memory = new MemoryUse();

	/** @param settings Document in its flash. */
	constructor(host: string, firmware: string, settings?: object) {
		this.#command = [host, firmware];
		if (settings !== undefined) writeFileSync(this.#path(SETTINGS_FILE), JSON.stringify(settings));
	}

	switchOn(): void {
		const [host, firmware] = this.#command;
		// It ends when its input does: also when the test run is killed.
		const child = spawn(host, [firmware], { cwd: this.#folder, stdio: ["pipe", "pipe", "pipe"] });
		this.#child = child;
		this.events = [];
		this.memory = new MemoryUse();
		createInterface(child.stdout).on("line", (line) => this.#take(line));
		createInterface(child.stderr).on("line", (line) => this.#take(line));
	}

	/** SIGKILL: as if the power failed. */
	async cutPower(): Promise<void> {
		const child = this.#child;
		this.#child = undefined;
		if (child === undefined || child.exitCode !== null) return;
		child.kill("SIGKILL");
		await once(child, "close");
	}

	async remove(): Promise<void> {
		await this.cutPower();
		rmSync(this.#folder, { recursive: true });
	}

	/** Waits for the first event since it was switched on that fits. */
	event(fits: Partial<AppEvent> | ((event: AppEvent) => boolean)): Promise<AppEvent> {
		const wanted = typeof fits === "function" ? fits : matching(fits);
		return until(`${JSON.stringify(fits)} in ${this.#console}`, () => {
			const child = this.#child;
			if (child?.exitCode != null) throw new Error(`ended with ${child.exitCode}: ${this.#console}`);
			return this.events.find(wanted);
		});
	}

	/** What it keeps under a name, as it is in the folder now. */
	stored(key: string): string {
		return readFileSync(this.#path(`leafcast.${key}`), "utf8");
	}

	#path(name: string): string {
		return join(this.#folder, name);
	}

	#take(line: string): void {
		if (this.memory.take(line)) return;
		if (line.startsWith("{")) this.events.push(JSON.parse(line));
		else this.#console += `${line}\n`;
	}
}

function matching(fits: Partial<AppEvent>): (event: AppEvent) => boolean {
	return (event) => Object.entries(fits).every(([key, value]) => event[key as keyof AppEvent] === value);
}
