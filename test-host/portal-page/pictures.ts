import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import type { Stop } from "./walk";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

/** Pictures of the documentation: place, language and width by name. */
const PICTURES: Readonly<Record<string, string>> = {
	"wifi en 320": "portal-setup",
	"mqtt-credentials de 1024": "portal-broker",
	"car en 320": "portal-car",
	"values en 1024": "portal-status",
};

/** Keeps the pictures where `UPDATE_IMAGES` is set. */
export function picturesOf(page: Page, language: string, width: number): Stop {
	return async (name) => {
		const picture = PICTURES[`${name} ${language} ${width}`];
		if (!process.env["UPDATE_IMAGES"] || picture === undefined) return;
		await page.screenshot({ path: join(IMAGES, `${picture}.png`), fullPage: true });
	};
}
