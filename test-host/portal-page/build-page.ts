import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = join(ROOT, "src/portal/web");

/** As the setting `device.language` calls them; related ones side by side are smaller. */
export const LANGUAGES = ["en", "fr", "nl", "de", "no", "ja"] as const;

/** Texts by key. `codes`: which codes of the device, joined by commas, mean the same to the owner. */
export type Catalogue = Readonly<
	Record<string, Readonly<Record<(typeof LANGUAGES)[number], string>> & { readonly codes?: string }>
>;

/** The page as the portal serves it. */
export interface BuiltPage {
	readonly html: string;
	readonly gzip: Buffer;
	/** With its quotes (RFC 9110, 8.8.3). */
	readonly etag: string;
	/** The value of the header `content-security-policy`. */
	readonly csp: string;
}

/** The texts of the page. */
export function readCatalogue(): Catalogue {
	return JSON.parse(readFileSync(join(SOURCES, "catalogue.json"), "utf8"));
}

/** Makes the page: everything in one document, of which the same sources always give the same bytes. */
export async function buildPage(): Promise<BuiltPage> {
	const [script, style] = [await bundle("main.ts", definitions()), await bundle("style.css", {})];
	const frame = readFileSync(join(SOURCES, "page.html"), "utf8");
	const html = frame
		.replace(/>\n+</g, "><")
		.replace(/="([\w./-]+)"/g, "=$1")
		.replace("STYLE", () => style)
		// Nothing in a script may look like its end.
		.replace("SCRIPT", () => script.replaceAll("</", "<\\/"));
	// A twentieth smaller than zlib makes it, and the same on every computer.
	const gzip = Buffer.from(await zopfli.gzipAsync(Buffer.from(html), { numiterations: 15 }));
	const etag = `"${createHash("sha256").update(gzip).digest("base64url").slice(0, 16)}"`;
	return { html, gzip, etag, csp: policy(html) };
}

async function bundle(file: string, define: Record<string, string>): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [join(SOURCES, file)],
		define,
		bundle: true,
		minify: true,
		write: false,
		format: "iife",
		charset: "utf8",
		// Browsers of 2021 on; older ones show the form that needs no script.
		target: "es2022",
		legalComments: "none",
		logLevel: "error",
	});
	return (outputFiles[0]?.text ?? "").trim();
}

/** What the script knows of the catalogue: every key once, and the texts of each language beside each other. */
function definitions(): Record<string, string> {
	const entries = Object.entries(readCatalogue());
	const keys = entries.map(([key, { codes }]) => (codes === undefined ? key : `${key},${codes}`));
	const texts = LANGUAGES.map((language) => [language, entries.map(([, each]) => each[language]).join("|")]);
	return {
		KEYS: JSON.stringify(keys.join("|")),
		TEXTS: JSON.stringify(Object.fromEntries(texts)),
	};
}

/** Nothing runs and nothing is shown but what the page holds; it talks to its own device alone. */
function policy(html: string): string {
	const hashOf = (tag: string) => {
		const [, content = ""] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? [];
		return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
	};
	return [
		"default-src 'none'",
		`script-src ${hashOf("script")}`,
		`style-src ${hashOf("style")}`,
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join("; ");
}
