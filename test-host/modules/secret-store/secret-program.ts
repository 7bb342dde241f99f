import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULE = fileURLToPath(new URL("../../../modules/secret-store/", import.meta.url));
const MAIN = fileURLToPath(new URL("secret-program.c", import.meta.url));
const STRICT = ["-std=gnu17", "-O1", "-g", "-Wall", "-Wextra", "-Werror", `-I${MODULE}`];
const SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
/** The program gives no memory back. */
const ENVIRONMENT = { ASAN_OPTIONS: "detect_leaks=0" };

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** What a command came to. */
export interface Answer {
	/** A `secret_result`, or what the command gives. */
	readonly result: number;
	readonly bytes: Buffer;
}

/** A word of a command. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex") || "-";

/**
 * The C of the module, compiled with sanitizers. `MBEDTLS_CFLAGS` and `MBEDTLS_LIBS` in the environment say where another
 * Mbed TLS is than Debian's `libmbedtls-dev`.
 */
export class SecretProgram {
	/** Where it runs and keeps its key. */
	readonly folder = mkdtempSync(join(tmpdir(), "leafcast-secret-"));
	readonly #path = join(this.folder, "program");
	/** Why it could not be compiled. */
	readonly problem: string | undefined;

	constructor() {
		const { MBEDTLS_CFLAGS = "", MBEDTLS_LIBS = "-lmbedcrypto" } = process.env;
		const sources = readdirSync(MODULE).filter((name) => name.endsWith(".c"));
		const files = [MAIN, ...sources.map((name) => join(MODULE, name))];
		const options = [...STRICT, ...SANITIZERS, ...words(MBEDTLS_CFLAGS)];
		const command = [...options, ...files, ...words(MBEDTLS_LIBS), "-o", this.#path];
		const { status, stderr, error } = spawnSync("cc", command, { encoding: "utf8" });
		if (status !== 0) this.problem = error === undefined ? stderr : "there is no C compiler";
	}

	/** Runs commands in one process. */
	run(...commands: readonly string[]): Answer[] {
		const { status, stdout, stderr } = spawnSync(this.#path, {
			cwd: this.folder,
			env: ENVIRONMENT,
			input: `${commands.join("\n")}\n`,
			encoding: "utf8",
			maxBuffer: 1 << 28,
		});
		if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
		return stdout
			.trimEnd()
			.split("\n")
			.map((line) => {
				const [result, bytes = ""] = line.split(" ");
				return { result: Number(result), bytes: Buffer.from(bytes, "hex") };
			});
	}

	/** Runs one command. */
	do(command: string): Answer {
		return this.run(command)[0] as Answer;
	}

	remove(): void {
		rmSync(this.folder, { recursive: true });
	}
}

/** Whether there is a compiler with the library. */
export function canBuildSecrets(): boolean {
	const { MBEDTLS_CFLAGS = "" } = process.env;
	const input = "#include <mbedtls/version.h>\n";
	const flags = [...words(MBEDTLS_CFLAGS), "-fsyntax-only", "-x", "c", "-"];
	return spawnSync("cc", flags, { input }).status === 0;
}
