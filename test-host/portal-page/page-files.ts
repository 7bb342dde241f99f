import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where the manifest of `modules/page` looks for the page. */
const FOLDER = join(ROOT, "build/page");
/** What the page is made from, and how. */
const INPUTS = ["src/portal/web", "test-host/portal-page"];

/** What the portal says of its page. */
export interface PageFacts {
	/** With its quotes (RFC 9110, 8.8.3). */
	readonly etag: string;
	/** The value of the header `content-security-policy`. */
	readonly csp: string;
}

/** The page as the portal serves it. */
export interface PageFiles extends PageFacts {
	readonly gzip: Uint8Array;
}

/** The page of the sources as they are now: made once more when they have changed. */
export function freshPage(): PageFiles {
	if (readFacts()?.sources !== sourcesHash()) {
		// In its own process: what compresses it listens to the exceptions of the whole program.
		const script = join(ROOT, "test-host/portal-page/write-page.ts");
		execFileSync(process.execPath, ["--import", "tsx", script], { cwd: ROOT });
	}
	const { etag, csp } = readFacts() as PageFacts;
	return { gzip: readFileSync(join(FOLDER, "page.html.gz")), etag, csp };
}

/** Puts the page where the manifest looks for it. */
export function writePage({ gzip, etag, csp }: PageFiles): void {
	mkdirSync(FOLDER, { recursive: true });
	replace("page.html.gz", gzip);
	// Last: it says that the other is there.
	replace("page.json", JSON.stringify({ etag, csp, sources: sourcesHash() }));
}

/** Tests that run side by side may make it at the same time. */
function replace(name: string, content: Uint8Array | string): void {
	const draft = join(FOLDER, `${name}.${process.pid}`);
	writeFileSync(draft, content);
	renameSync(draft, join(FOLDER, name));
}

function readFacts(): (PageFacts & { readonly sources: string }) | undefined {
	try {
		return JSON.parse(readFileSync(join(FOLDER, "page.json"), "utf8"));
	} catch {
		return undefined;
	}
}

function sourcesHash(): string {
	const hash = createHash("sha256");
	for (const folder of INPUTS) {
		for (const name of readdirSync(join(ROOT, folder)).sort()) {
			if (!name.includes(".test.")) hash.update(`${name}\n`).update(readFileSync(join(ROOT, folder, name)));
		}
	}
	return hash.digest("base64url").slice(0, 16);
}
