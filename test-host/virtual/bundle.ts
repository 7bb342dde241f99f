import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { freshPage } from "../portal-page/page-files";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Modules of the SDK and what stands in for them on the virtual board. */
export const BOARD_MODULES: Readonly<Record<string, string>> = {
	"embedded:io/digital": "digital",
	"embedded:io/socket/listener": "listener",
	"embedded:io/socket/tcp": "socket",
	"embedded:io/socket/udp": "udp",
	"embedded:io/spi": "spi",
	"embedded:network/http/server": "http-server",
	"embedded:storage/key-value": "key-value",
	"mc/config": "config",
	"mc/ffi": "ffi",
	Resource: "resource",
	net: "net",
	"text/decoder": "text-decoder",
	"text/encoder": "text-encoder",
	time: "time",
	timer: "timer",
	wifi: "wifi",
};

/** Who speaks TLS for the firmware: its own engine, or the sockets of Node. */
export type TLSCarrier = "engine" | "node";

/** Modules of ours that only XS on a device can load, or that the computer replaces. */
const STAND_INS: Readonly<Record<TLSCarrier, Readonly<Record<string, string>>>> = {
	engine: { "modules/tls/native-engine": "tls-engine" },
	node: { "modules/tls/native-engine": "no-tls-engine", "modules/tls/tls-socket": "socket" },
};

function standIns(carrier: TLSCarrier): Plugin {
	return {
		name: "stand-ins",
		setup({ onResolve }) {
			for (const [module, file] of Object.entries(STAND_INS[carrier])) {
				const filter = new RegExp(`/${module}$`);
				onResolve({ filter }, () => ({ path: join(here, "board", `${file}.ts`) }));
			}
		},
	};
}

/** What the manifests put into flash besides the program. */
function resources(): Record<string, string> {
	const { gzip, etag, csp } = freshPage();
	const facts = Buffer.from(JSON.stringify({ etag, csp }));
	return { "page.html.gz": Buffer.from(gzip).toString("hex"), "page.json": facts.toString("hex") };
}

/** A program made for an engine. */
export interface Bundle {
	/** Path of the script; its source map lies beside it. */
	readonly path: string;
	remove(): Promise<void>;
}

/** Bundles a TypeScript file with all it imports into one ES2022 script. */
export async function bundleFirmware(
	entry = join(here, "board/boot.ts"),
	carrier: TLSCarrier = "engine",
): Promise<Bundle> {
	const folder = await mkdtemp(join(tmpdir(), "leafcast-"));
	const path = join(folder, "firmware.js");
	const alias = Object.entries(BOARD_MODULES).map(([from, to]) => [from, join(here, "board", `${to}.ts`)]);
	await build({
		entryPoints: [entry],
		outfile: path,
		alias: Object.fromEntries(alias),
		define: {
			// As the command line of a build says it.
			BUILD_TIME: JSON.stringify(String(Math.floor(Date.now() / 1000))),
			// A text: what is more gets a source of its own, and XS looks for its file.
			RESOURCES: JSON.stringify(JSON.stringify(resources())),
		},
		plugins: [standIns(carrier)],
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
