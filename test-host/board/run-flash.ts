import { accessSync, constants } from "node:fs";
import { followConsole } from "./console";
import { isFlashEncrypted } from "./fuses";
import { type Image, readImage } from "./image";
import { missingText } from "./missing-text";
import type { FlashOptions } from "./options";
import { portsOf, portsText } from "./ports";
import { missingFor } from "./prerequisites";
import { BOARD } from "./profiles";
import { runShown } from "./run";
import { type Part, settingsIn, withSettingsPart } from "./settings-part";
import { shownLine } from "./setup-network";
import { lookAround, type Surroundings } from "./surroundings";

const NO_ANSWER =
	"The board does not answer. Hold its BOOT button while this starts; close other programs that use the port; " +
	"try another cable.\n";
const ENCRYPTED =
	"The flash of this board is encrypted: what comes over the cable would make it unusable. Nothing was written.\n";

/** Why nothing can be written. */
class Refusal extends Error {
	constructor(
		message: string,
		readonly code = 1,
	) {
		super(message);
	}
}

/** Writes the image and follows the console. @returns The exit code. */
export async function runFlash(options: FlashOptions): Promise<number> {
	const around = lookAround(options.board, process.env);
	try {
		const missing = missingFor("flash", around);
		if (missing.length > 0) throw new Refusal(missingText(missing));
		const port = chosenPort(options, around);
		if (!options.consoleOnly) await write(options, around, port);
		return await follow(around, port);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		process.stderr.write(error.message);
		return error.code;
	}
}

function chosenPort({ port }: FlashOptions, around: Surroundings): string {
	if (port === undefined) throw new Refusal(portsText(portsOf(around)), 2);
	// Names such as COM3 are no files.
	if (process.platform === "win32") return port;
	try {
		accessSync(port, constants.R_OK | constants.W_OK);
		return port;
	} catch (error) {
		const denied = (error as NodeJS.ErrnoException).code === "EACCES";
		if (!denied) throw new Refusal(`There is no ${port}. ${portsText(portsOf(around))}`);
		throw new Refusal(
			`You may not use ${port}. Log in anew after:\n      sudo usermod -aG dialout "$USER"\n`,
		);
	}
}

async function write(options: FlashOptions, around: Surroundings, port: string): Promise<void> {
	const document = chosenSettings(options);
	const image = readImage(options);
	const { profile, board } = options;
	if (image === undefined) {
		throw new Refusal(
			`There is no image yet:\n      npm run build -- --profile ${profile} --board ${board}\n`,
		);
	}
	if (profile === "hardened" && !options.burnFuses) {
		throw new Refusal(`${BOARD[board].burns}\nIf you want that, add --burn-fuses\n`);
	}
	if (board === "esp32") {
		const encrypted = await isFlashEncrypted(around, port);
		if (encrypted === undefined) throw new Refusal(NO_ANSWER);
		if (encrypted) throw new Refusal(ENCRYPTED);
	}
	const transfer = (parts: readonly Part[]) => {
		const args = ["-m", "esptool", ...esptoolArguments(options, { ...image, parts }, port)];
		return runShown({ program: around.find("python") as string, args, env: around.env });
	};
	const { parts } = image;
	const code =
		document === undefined
			? await transfer(parts)
			: await withSettingsPart(options, around, document, (part) => transfer([...parts, part]));
	if (code === undefined) throw new Refusal("The settings could not be made ready. Nothing was written.\n");
	if (code !== 0) throw new Refusal(NO_ANSWER);
}

/** The document that goes along; `undefined` when none is to. */
function chosenSettings({ settings }: FlashOptions): string | undefined {
	if (settings === undefined) return undefined;
	const found = settingsIn(settings);
	if ("document" in found) return found.document;
	const lines = found.errors.map((line) => `  ${line}`).join("\n");
	throw new Refusal(`These settings will not do. Nothing was written.\n\n${lines}\n`);
}

function esptoolArguments({ baud }: FlashOptions, image: Image, port: string): string[] {
	const { chip, flashArguments, parts } = image;
	const connection = ["--chip", chip, "--port", port, "--baud", `${baud}`];
	const resets = ["--before", "default-reset", "--after", "hard-reset"];
	const files = parts.flatMap(({ offset, file }) => [offset, file]);
	return [...connection, ...resets, "write-flash", ...flashArguments, ...files];
}

/** Until Ctrl-C, which ends the process. */
async function follow(around: Surroundings, port: string): Promise<number> {
	const gone = followConsole(around, port, (line) => process.stdout.write(shownLine(line)));
	process.stdout.write("What the board says (Ctrl-C ends this; the board goes on):\n");
	await gone;
	process.stderr.write("The board is gone.\n");
	return 1;
}
