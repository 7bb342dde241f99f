import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../cli/start-options";
import { BOARDS, type BoardName, PROFILES, type ProfileName } from "./profiles";
import { ROOT } from "./surroundings";

/** What `npm run build` has been asked for. */
export interface BuildOptions {
	readonly profile: ProfileName;
	readonly board: BoardName;
	/** The folder in which images are made. */
	readonly out: string;
}

/** What `npm run flash` has been asked for. */
export interface FlashOptions extends BuildOptions {
	/** Such as /dev/ttyUSB0; `undefined` to be told which there are. */
	readonly port: string | undefined;
	/** Bits a second while writing. */
	readonly baud: number;
	/** The owner knows that the first boot cannot be taken back. */
	readonly burnFuses: boolean;
	/** The file with the settings that go along with the image; `undefined` to keep those on the board. */
	readonly settings: string | undefined;
	/** Write nothing. */
	readonly consoleOnly: boolean;
}

const CHOICES = `
  --profile P      ${PROFILES.join(" or ")} (default standard); sdkconfig/README.md says what the second costs
  --board B        ${BOARDS.join(", ")} (default esp32)
  --out DIR        where images are made, and looked for (default build)
`;

/** `npm run build -- --help`. */
export const BUILD_USAGE = `npm run build -- [options]
${CHOICES}  --help           this text

Makes the image for the board. Says first what is missing for that, and the command that installs it.
Exit code: 0 the image is there, 1 it is not, 2 wrong arguments.
`;

/** `npm run flash -- --help`. */
export const FLASH_USAGE = `npm run flash -- --port PORT [options]

  --port PORT      where the board is; without it the ports of this computer are listed
${CHOICES.slice(1)}  --baud N         bits a second while writing (default 460800); less helps with a bad cable
  --settings FILE  write these settings as well (JSON, see docs/flash-it.md); the board forgets all that it has kept
  --burn-fuses     write a hardened image, whose first boot cannot be taken back
  --console        write nothing, only show what the board says
  --help           this text

Writes the image that npm run build has made, then shows what the board says until Ctrl-C.
Exit code: 0 written, 1 not written, or the board is gone, 2 wrong arguments.
`;

const COMMON = {
	profile: { type: "string", default: "standard" },
	board: { type: "string", default: "esp32" },
	out: { type: "string", default: join(ROOT, "build") },
	help: { type: "boolean", default: false },
} as const;
const FLASH = {
	...COMMON,
	port: { type: "string" },
	baud: { type: "string", default: "460800" },
	settings: { type: "string" },
	"burn-fuses": { type: "boolean", default: false },
	console: { type: "boolean", default: false },
} as const;

/**
 * @returns `undefined` when help was asked for.
 * @throws UsageError that names what is wrong.
 */
export function parseBuildOptions(args: readonly string[]): BuildOptions | undefined {
	const values = parsed(() => parseArgs({ args: [...args], options: COMMON }).values);
	return values.help ? undefined : imageOf(values);
}

/** As `parseBuildOptions`. */
export function parseFlashOptions(args: readonly string[]): FlashOptions | undefined {
	const values = parsed(() => parseArgs({ args: [...args], options: FLASH }).values);
	if (values.help) return undefined;
	if (values.settings !== undefined && values.profile === "hardened") {
		throw new UsageError(
			"--settings: a hardened board encrypts its settings itself, and cannot be given any",
		);
	}
	const baud = Number(values.baud);
	if (!Number.isInteger(baud) || baud < 9600 || baud > 2_000_000) {
		throw new UsageError(`--baud ${values.baud}: must be a number from 9600 to 2000000`);
	}
	return {
		...imageOf(values),
		port: values.port,
		baud,
		settings: values.settings === undefined ? undefined : resolve(values.settings),
		burnFuses: values["burn-fuses"],
		consoleOnly: values.console,
	};
}

function imageOf(values: Readonly<Record<"profile" | "board" | "out", string>>): BuildOptions {
	return {
		profile: oneOf("profile", values.profile, PROFILES),
		board: oneOf("board", values.board, BOARDS),
		out: resolve(values.out),
	};
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
	const choice = choices.find((each) => each === text);
	if (choice === undefined) throw new UsageError(`--${name} ${text}: must be ${choices.join(" or ")}`);
	return choice;
}

function parsed<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}
