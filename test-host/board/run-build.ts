import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join, relative } from "node:path";
import { freshPage } from "../portal-page/page-files";
import { joinProfile } from "./configuration";
import { type Image, idfFolder, readImage, workFolder } from "./image";
import { missingText } from "./missing-text";
import type { BuildOptions } from "./options";
import { Progress, type Step } from "./phases";
import { missingFor } from "./prerequisites";
import { BOARD } from "./profiles";
import { runLines } from "./run";
import { lookAround, ROOT, type Surroundings } from "./surroundings";

/** So many lines of the log are shown when something has gone wrong. */
const LAST_LINES = 25;
/** Of the slot that the image must fit into, bytes: see `sdkconfig/`. */
const SLOT = 0x1f0000;

/** Makes an image. @returns The exit code. */
export async function runBuild(options: BuildOptions): Promise<number> {
	const around = lookAround(options.board, process.env);
	const missing = missingFor("build", around);
	if (missing.length > 0) {
		process.stderr.write(missingText(missing));
		return 1;
	}
	const { profile, board } = options;
	process.stdout.write(`Leafcast for ${board}, ${profile}\n`);
	forgetImage(options);
	freshPage();
	const image = await make(options, around);
	if (image !== undefined) process.stdout.write(summary(options, image));
	return image === undefined ? 1 : 0;
}

/** What an earlier build has left would pass for the result of one that fails: make hides failures of the ESP-IDF. */
function forgetImage(options: BuildOptions): void {
	// With its time stamp: without it the ESP-IDF makes a new one only for a program that has changed.
	for (const file of [".bin_timestamp", "xs_esp32.bin"]) {
		rmSync(join(idfFolder(options), file), { force: true });
	}
}

async function make(options: BuildOptions, around: Surroundings): Promise<Image | undefined> {
	const env = { ...around.env, ...joinProfile(options) };
	const file = join(workFolder(options), "build.log");
	const log = openSync(file, "w");
	const last: string[] = [];
	const progress = new Progress();
	const { platform } = BOARD[options.board];
	const program = around.find("mcconfig") as string;
	const args = ["-m", "-p", platform, "-t", "build", "-o", workFolder(options), join(ROOT, "manifest.json")];
	const code = await runLines({ program, args, env, cwd: ROOT }, (line) => {
		writeSync(log, `${line}\n`);
		if (last.push(line) > LAST_LINES) last.shift();
		show(progress.take(line));
	});
	closeSync(log);
	if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
	const image = code === 0 ? readImage(options) : undefined;
	if (image === undefined) {
		process.stderr.write(`\n${last.join("\n")}\n\nNo image. Everything is in ${relative(ROOT, file)}\n`);
	}
	return image;
}

/** A line for each stage; at a terminal, one that counts. */
function show(step: Step | undefined): void {
	if (step === undefined) return;
	if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${step.phase} ${step.count}`);
	else if (step.first) process.stdout.write(`${step.phase}\n`);
}

function summary({ profile, board }: BuildOptions, { size }: Image): string {
	const percent = Math.round((size / SLOT) * 100);
	const chosen = [
		...(profile === "standard" ? [] : ["--profile", profile]),
		...(board === "esp32" ? [] : ["--board", board]),
	];
	const command = ["npm run flash -- --port PORT", ...chosen].join(" ");
	return `image of ${Math.round(size / 1024)} KiB, ${percent} % of its slot\nnext: ${command}\n`;
}
