import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STRICT = [
	"-std=gnu17",
	"-O1",
	"-Wall",
	"-Wextra",
	"-Werror",
	"-fsyntax-only",
	"-Imodules/tls",
	"-Imodules/secret-store",
];
/** Those that need the Moddable SDK. */
const WITH_SDK = ["modules/tls/tls-glue.c", "test-host/sdk/host.c"];

/** Both sizes of pointers: a computer's and, as on the ESP32, 32 bits. */
export const WIDTHS = [
	{ what: "gcc and libmbedtls-dev", flags: [] },
	{ what: "gcc-multilib", flags: ["-m32"] },
] as const;

/** Our files in C that need nothing but the C library and mbed TLS, and those that need the SDK as well. */
export function cSources(): { readonly plain: readonly string[]; readonly withSdk: readonly string[] } {
	const all = ["modules", "test-host"].flatMap((place) =>
		readdirSync(join(ROOT, place), { recursive: true, encoding: "utf8" })
			.filter((name) => name.endsWith(".c"))
			.map((name) => join(place, name).replaceAll("\\", "/")),
	);
	return { plain: all.filter((file) => !WITH_SDK.includes(file)), withSdk: WITH_SDK };
}

/** What the compiler has to say about a file; nothing when all is well. */
export function warningsOf(file: string, ...flags: readonly string[]): string {
	return gcc([...STRICT, ...flags, file]).stderr;
}

/** Whether there is a compiler with what our files need for these flags. */
export function canCompile(flags: readonly string[]): boolean {
	return gcc([...flags, "-fsyntax-only", "-x", "c", "-"], "#include <mbedtls/ssl.h>\n").status === 0;
}

function gcc(args: readonly string[], input = "") {
	return spawnSync("gcc", args, { cwd: ROOT, encoding: "utf8", input });
}
