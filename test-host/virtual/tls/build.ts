import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ENGINE = join(ROOT, "modules/tls");
const SHARED = join(ROOT, "modules/mbedtls");
/** It needs XS. */
const GLUE = "tls-glue.c";

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** Something that is there, or why it is not. */
export type Built = { readonly path: string } | { readonly problem: string };

/** The engine as an addon of Node. */
export function buildAddon(): Built {
	const options = ["-shared", "-fPIC", "-fvisibility=hidden"];
	const loose = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : [];
	return buildWithEngine([join(ROOT, "test-host/virtual/tls/addon.c")], [...options, ...loose], ".node");
}

/**
 * Compiles C files together with the engine, unless that has been done. `MBEDTLS_CFLAGS` and `MBEDTLS_LIBS` in the
 * environment say where another Mbed TLS is than Debian's `libmbedtls-dev`.
 */
export function buildWithEngine(units: readonly string[], flags: readonly string[], suffix = ""): Built {
	const { MBEDTLS_CFLAGS = "", MBEDTLS_LIBS = "-lmbedtls -lmbedx509 -lmbedcrypto" } = process.env;
	const strict = ["-std=gnu17", "-O1", "-g", "-Wall", "-Wextra", "-Werror", `-I${ENGINE}`];
	const options = [...strict, ...flags, ...words(MBEDTLS_CFLAGS)];
	const libraries = words(MBEDTLS_LIBS);
	const sources = [
		...new Set([...units, ENGINE, SHARED].map((place) => (units.includes(place) ? dirname(place) : place))),
	];
	const key = createHash("sha256").update(JSON.stringify([options, units, libraries, process.arch]));
	for (const source of sources.flatMap((folder) => filesIn(folder))) key.update(readFileSync(source));
	const path = join(ROOT, "build/tls", key.digest("hex").slice(0, 16) + suffix);
	if (existsSync(path)) return { path };
	const engine = filesIn(ENGINE).filter((source) => source.endsWith(".c"));
	return compile([...options, ...units, ...engine, ...libraries], path);
}

function filesIn(folder: string): string[] {
	const names = readdirSync(folder).filter((name) => /\.[ch]$/.test(name) && name !== GLUE);
	return names.sort().map((name) => join(folder, name));
}

/** Others may be compiling the same at this moment: the file appears when it is whole. */
function compile(command: readonly string[], path: string): Built {
	mkdirSync(dirname(path), { recursive: true });
	const temporary = `${path}.${process.pid}`;
	const { status, error, stderr } = spawnSync("cc", [...command, "-o", temporary], { encoding: "utf8" });
	if (error !== undefined) return { problem: "there is no C compiler" };
	if (status !== 0) {
		const missing = /mbedtls\/.*No such file|cannot find -lmbed|'mbedtls\/.*' file not found/.test(stderr);
		return { problem: missing ? "libmbedtls-dev is not here" : `the C compiler failed: ${stderr}` };
	}
	renameSync(temporary, path);
	return { path };
}
