import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BuildOptions } from "./options";

/** An image as the ESP-IDF has left it. */
export interface Image {
	/** What esptool is told: the chip, and of the flash its mode, size and frequency. */
	readonly chip: string;
	readonly flashArguments: readonly string[];
	/** Offset and path of each part. */
	readonly parts: readonly { readonly offset: string; readonly file: string }[];
	/** Of the application, bytes. */
	readonly size: number;
}

/** The part of `flasher_args.json` that is used. */
interface FlasherArguments {
	readonly write_flash_args: readonly string[];
	readonly flash_files: Readonly<Record<string, string>>;
	readonly extra_esptool_args: { readonly chip: string };
}

/** Where everything of an image is made. */
export function workFolder({ profile, board, out }: BuildOptions): string {
	return join(out, `${profile}-${board}`);
}

/** The ESP-IDF's own folder in there. */
export function idfFolder(options: BuildOptions): string {
	const { board } = options;
	const sub = board === "esp32" ? "" : board;
	return join(workFolder(options), "tmp", "esp32", sub, "release", "leafcast", `xsProj-${board}`, "build");
}

/** The image that has been made; `undefined` when none has, or not completely. */
export function readImage(options: BuildOptions): Image | undefined {
	const folder = idfFolder(options);
	const file = join(folder, "flasher_args.json");
	const application = join(folder, "xs_esp32.bin");
	if (!existsSync(file) || !existsSync(application)) return undefined;
	const told = JSON.parse(readFileSync(file, "utf8")) as FlasherArguments;
	const parts = Object.entries(told.flash_files).map(([offset, path]) => ({
		offset,
		file: join(folder, path),
	}));
	if (!parts.every((part) => existsSync(part.file))) return undefined;
	return {
		chip: told.extra_esptool_args.chip,
		flashArguments: told.write_flash_args,
		parts: parts.sort((one, other) => Number(one.offset) - Number(other.offset)),
		size: statSync(application).size,
	};
}
