import { dirname, join, normalize } from "node:path/posix";
import { FIELDS, LISTS } from "../../src/settings/schema";
import type { SourceTree, Violation } from "./source-tree";

/** What the API takes beside the fields of the settings: the portal makes `device.admin` of it. */
const OTHER_SETTINGS = ["device.adminPassword"];

const SECTIONS = [...new Set(FIELDS.map(({ section }) => section.split(".")[0]))];
const SETTINGS = new Set<string>([
	...FIELDS.map(({ section, name }) => `${section}.${name}`),
	...FIELDS.map(({ section }) => section),
	...Object.keys(LISTS),
	...OTHER_SETTINGS,
]);

/** Links of documents to files, or to headings in them, that are not there. */
export function brokenLinks(documents: SourceTree, exists: (path: string) => boolean): Violation[] {
	return inLines(documents, /\]\((?!\w+:)([^)\s]*)\)/g, (target, file) => {
		const [path = "", heading] = target.split("#");
		const place = path === "" ? file : normalize(join(dirname(file), path));
		if (!exists(place)) return `there is no ${place}`;
		const text = documents.get(place);
		if (heading === undefined || text === undefined || headingsOf(text).includes(heading)) return undefined;
		return `${place} has no heading #${heading}`;
	});
}

/** Names of settings in documents, such as `mqtt.host`, that no setting has. */
export function unknownSettings(documents: SourceTree): Violation[] {
	const named = new RegExp(`\`((?:${SECTIONS.join("|")})\\.[A-Za-z.]+)\``, "g");
	return inLines(documents, named, (name) => (SETTINGS.has(name) ? undefined : `no setting is ${name}`));
}

/** Options that documents give to commands, and the commands do not take. `usages`: help texts by `npm` command. */
export function unknownOptions(documents: SourceTree, usages: Readonly<Record<string, string>>): Violation[] {
	return Object.entries(usages).flatMap(([command, usage]) => {
		const known = optionsIn(usage);
		return inLines(documents, new RegExp(`${command} -- ([^\`|;]*)`, "g"), (given) => {
			const unknown = optionsIn(given).filter((option) => !known.includes(option));
			return unknown.length === 0 ? undefined : `${command} takes no ${unknown.join(", ")}`;
		});
	});
}

/** The options that a text names, each once. */
export function optionsIn(text: string): string[] {
	return [...new Set(text.match(/(?<![\w-])--[a-z][\w-]*/g) ?? [])];
}

/** What `check` says of each first group that `pattern` finds. */
function inLines(
	documents: SourceTree,
	pattern: RegExp,
	check: (found: string, file: string) => string | undefined,
): Violation[] {
	return [...documents].flatMap(([file, text]) =>
		[...text.matchAll(pattern)].flatMap(({ 1: found = "", index }) => {
			const message = check(found, file);
			return message === undefined ? [] : [{ file, line: text.slice(0, index).split("\n").length, message }];
		}),
	);
}

/** Of each heading the name by which links find it (GitHub). */
function headingsOf(text: string): string[] {
	const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => title.toLowerCase());
	return titles.map((title) => title.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-"));
}
