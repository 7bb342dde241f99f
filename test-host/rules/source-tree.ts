import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Files of the project: text by path, the path relative to the project root and with slashes. */
export type SourceTree = ReadonlyMap<string, string>;

/** Where a rule is broken. */
export interface Violation {
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
	readonly message: string;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FIRMWARE = [
	"manifest.json",
	"manifest-common.json",
	"manifest-wired.json",
	"main.ts",
	"boards",
	"src",
	"modules",
];

/** What lies among the sources of the firmware, but runs in a browser. */
const PAGE = "src/portal/web/";

/** Everything that goes into the firmware, as it is on the disk now. */
export function firmwareTree(): SourceTree {
	const names = readdirSync(ROOT, { withFileTypes: true }).filter(({ name }) => FIRMWARE.includes(name));
	const tree = new Map<string, string>();
	for (const entry of names) {
		for (const path of entry.isDirectory() ? filesBelow(entry.name) : [entry.name]) {
			if (!path.startsWith(PAGE)) tree.set(path, readFileSync(join(ROOT, path), "utf8"));
		}
	}
	return tree;
}

function filesBelow(folder: string): string[] {
	const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll("\\", "/"))
		.sort();
}

/** The TypeScript modules below the given folders or of the given names; declaration files hold no code. */
export function modulesIn(tree: SourceTree, ...places: string[]): string[] {
	return [...tree.keys()].filter(
		(path) =>
			path.endsWith(".ts") &&
			!path.endsWith(".d.ts") &&
			places.some((place) => path === place || path.startsWith(`${place}/`)),
	);
}

/** The text of a file that is in the tree. */
export function textOf(tree: SourceTree, path: string): string {
	const text = tree.get(path);
	if (text === undefined) throw new Error(`${path} is not in the tree`);
	return text;
}

/** As a compiler would print it, so that a failing test shows one line for each place. */
export function format(violations: readonly Violation[]): string[] {
	return violations.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}
