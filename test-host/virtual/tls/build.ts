import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ENGINE = join(ROOT, "modules/tls");
const ADDON = join(ROOT, "test-host/virtual/tls");
/** It needs XS. */
const GLUE = "tls-glue.c";

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** How to compile; the defaults are for Debian's `libmbedtls-dev`. */
export interface BuildOptions {
	/** Such as `-fsanitize=address`. */
	readonly flags?: readonly string[];
}

/** An addon that is there, or why it is not. */
export type Built = { readonly path: string } | { readonly problem: string };

/**
 * Compiles the engine with its addon, unless that has been done. `MBEDTLS_CFLAGS` and `MBEDTLS_LIBS` in the environment
 * say where another Mbed TLS is.
 */
export function buildAddon({ flags = [] }: BuildOptions = {}): Built {
	const { MBEDTLS_CFLAGS = "", MBEDTLS_LIBS = "-lmbedtls -lmbedx509 -lmbedcrypto" } = process.env;
	const options = [
		...["-std=gnu17", "-O1", "-g", "-Wall", "-Wextra", "-Werror"],
		...["-shared", "-fPIC", "-fvisibility=hidden", `-I${ENGINE}`],
		...(process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : []),
		...flags,
		...words(MBEDTLS_CFLAGS),
	];
	const libraries = words(MBEDTLS_LIBS);
	const sources = [ADDON, ENGINE].flatMap((folder) => filesIn(folder));
	const key = createHash("sha256").update(JSON.stringify([options, libraries, process.arch]));
	for (const source of sources) key.update(readFileSync(source));
	const path = join(ROOT, "build/tls", `${key.digest("hex").slice(0, 16)}.node`);
	if (existsSync(path)) return { path };
	const units = sources.filter((source) => source.endsWith(".c"));
	return compile([...options, ...units, ...libraries], path);
}

function filesIn(folder: string): string[] {
	const names = readdirSync(folder).filter((name) => /\.[ch]$/.test(name) && name !== GLUE);
	return names.sort().map((name) => join(folder, name));
}

/** Others may be compiling the same at this moment: the file appears when it is whole. */
function compile(command: readonly string[], path: string): Built {
	mkdirSync(join(path, ".."), { recursive: true });
	const temporary = `${path}.${process.pid}`;
	const { status, error, stderr } = spawnSync("cc", [...command, "-o", temporary], { encoding: "utf8" });
	if (error !== undefined) return { problem: "there is no C compiler" };
	if (status !== 0) {
		const missing = stderr.includes("mbedtls/");
		return { problem: missing ? "libmbedtls-dev is not here" : `the C compiler failed: ${stderr}` };
	}
	renameSync(temporary, path);
	return { path };
}
