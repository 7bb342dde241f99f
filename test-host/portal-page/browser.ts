import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Result } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { findProgram } from "../helpers/needs";

/** Path of the browser, if this computer has it. */
export const CHROMIUM = findProgram("chromium");

/** How somebody looks at the page. */
export interface Look {
	/** Of the viewport, px. */
	readonly width: number;
	/** Of the browser. */
	readonly language: string;
	readonly javaScript?: boolean;
	/** Without the page's own policy a tool can be put into it. */
	readonly bypassCSP?: boolean;
}

/** A desktop, and the narrowest phone. */
export const WIDTHS = { desktop: 1024, phone: 320 } as const;

/** Starts the browser without a window. */
export function openBrowser(): Promise<Browser> {
	// Its sandbox does not let root in; what it is shown here is our own.
	const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
	return chromium.launch({ executablePath: CHROMIUM as string, args });
}

/** Opens the page. Whatever its scripts complain of is in `complaints`. */
export async function openTab(browser: Browser, url: string, look: Look) {
	const context = await browser.newContext({
		viewport: { width: look.width, height: 800 },
		locale: look.language,
		javaScriptEnabled: look.javaScript ?? true,
		bypassCSP: look.bypassCSP ?? false,
	});
	const page = await context.newPage();
	page.setDefaultTimeout(15_000);
	const complaints: string[] = [];
	page.on("pageerror", (error) => complaints.push(error.message));
	page.on("console", (message) => {
		// That an answer is a refusal is shown by the browser, too.
		const isRefusal = message.text().startsWith("Failed to load resource");
		if (message.type() === "error" && !isRefusal) complaints.push(message.text());
	});
	page.on("request", (request) => {
		if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) complaints.push(request.url());
	});
	await page.goto(url);
	return { page, complaints, close: () => context.close() };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong in a page, light and dark. The page's policy must be bypassed. */
export async function audit(page: Page): Promise<string[]> {
	const found: string[] = [];
	// It stays for as long as the document does.
	if (await page.evaluate("!window.axe")) await page.addScriptTag({ content: AXE });
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme });
		const run = 'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)';
		const violations = (await page.evaluate(run)) as Result[];
		for (const { id, nodes } of violations) {
			for (const { html, failureSummary } of nodes) {
				found.push(`${colorScheme} ${id}: ${html} ${failureSummary}`);
			}
		}
	}
	return found;
}

/** What is cut off or makes the page wider than its window. */
export function overflow(page: Page): Promise<string[]> {
	// Runs in the browser.
	return page.evaluate(`[...document.querySelectorAll("body *")]
		.filter((each) => each.getBoundingClientRect().right > innerWidth + 1
			|| (/^(BUTTON|LABEL|H2|TD|TH|SUMMARY)$/.test(each.tagName) && each.scrollWidth > each.clientWidth + 1))
		.map((each) => each.outerHTML.slice(0, 120))`);
}
