import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Modules of the SDK and what stands in for them on the virtual board. */
export const BOARD_MODULES: Readonly<Record<string, string>> = {
	"embedded:io/digital": "digital",
	"embedded:io/socket/listener": "listener",
	"embedded:io/socket/tcp": "socket",
	"embedded:io/socket/tcp/tls": "socket",
	"embedded:io/spi": "spi",
	"embedded:network/http/server": "http-server",
	"embedded:storage/key-value": "key-value",
	"mc/config": "config",
	net: "net",
	"text/decoder": "text-decoder",
	"text/encoder": "text-encoder",
	time: "time",
	timer: "timer",
};

/** A program made for an engine. */
export interface Bundle {
	/** Path of the script; its source map lies beside it. */
	readonly path: string;
	remove(): Promise<void>;
}

/** Bundles a TypeScript file with all it imports into one ES2022 script. */
export async function bundleFirmware(entry = join(here, "board/boot.ts")): Promise<Bundle> {
	const folder = await mkdtemp(join(tmpdir(), "leafcast-"));
	const path = join(folder, "firmware.js");
	const alias = Object.entries(BOARD_MODULES).map(([from, to]) => [from, join(here, "board", `${to}.ts`)]);
	await build({
		entryPoints: [entry],
		outfile: path,
		alias: Object.fromEntries(alias),
		bundle: true,
		// What goes wrong while the program is loaded is told by the engine, which looks for it here.
		banner: { js: "try {" },
		footer: { js: "} catch (error) { globalThis.loadFailure = String(error.stack); }" },
		format: "iife",
		target: "es2022",
		sourcemap: true,
		logLevel: "error",
	});
	return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
