import { posix } from "node:path";
import { modulesIn, type SourceTree, textOf, type Violation } from "./source-tree";

type OneOrMore = string | readonly string[];

/** The parts of a Moddable manifest that say which modules there are. */
interface Section {
	readonly include?: OneOrMore;
	readonly modules?: Readonly<Record<string, OneOrMore>>;
	readonly preload?: OneOrMore;
}

interface Manifest extends Section {
	readonly platforms?: Readonly<Record<string, Section>>;
}

/** Something that a manifest says. */
export interface Entry {
	/** The manifest that says it. */
	readonly file: string;
	/** The platform for which it says so; `undefined` for all. */
	readonly platform: string | undefined;
	/** In which list. */
	readonly section: "include" | "modules" | "preload";
	/** What it says, as written. */
	readonly text: string;
}

/** A module that a manifest gives to the firmware. */
export interface ListedModule extends Entry {
	readonly specifier: string;
	/** Path without extension from the project root; `undefined` when it is one of the SDK's own. */
	readonly path: string | undefined;
}

/** A module that a manifest takes away from the firmware. */
export type Removal = Pick<ListedModule, "path" | "platform">;

/** All that a manifest and those that it includes say. */
export interface ManifestTree {
	/** The manifests of the project among them, by path. */
	readonly files: ReadonlySet<string>;
	/** Includes of manifests of the SDK; these are not followed. */
	readonly sdkIncludes: readonly Entry[];
	readonly modules: readonly ListedModule[];
	/** What `~` takes away again, whichever manifest lists it: path and platform. */
	readonly removed: readonly Removal[];
	readonly preloads: readonly Entry[];
	readonly violations: readonly Violation[];
}

/** Reads a manifest and what it includes. */
export function readManifests(tree: SourceTree, path: string): ManifestTree {
	const reader = new Reader(tree);
	reader.read(path, undefined);
	return reader;
}

class Reader implements ManifestTree {
	readonly files = new Set<string>();
	readonly sdkIncludes: Entry[] = [];
	readonly modules: ListedModule[] = [];
	readonly removed: Removal[] = [];
	readonly preloads: Entry[] = [];
	readonly violations: Violation[] = [];
	/** The manifests that have been read, with their platforms. */
	readonly #read = new Set<string>();
	readonly #tree: SourceTree;

	constructor(tree: SourceTree) {
		this.#tree = tree;
	}

	read(file: string, platform: string | undefined): void {
		// What has been read for one platform may be included once more for all of them.
		const known = [file, `${file} ${platform}`].some((name) => this.#read.has(name));
		if (known) return;
		this.#read.add(platform === undefined ? file : `${file} ${platform}`);
		this.files.add(file);
		const manifest: Manifest = JSON.parse(textOf(this.#tree, file));
		this.#section(file, platform, manifest);
		for (const [name, section] of Object.entries(manifest.platforms ?? {})) {
			this.#section(file, platform ?? name, section);
		}
	}

	#section(file: string, platform: string | undefined, { include, modules = {}, preload }: Section): void {
		for (const text of all(include)) this.#include({ file, platform, section: "include", text });
		for (const [text, targets] of Object.entries(modules)) {
			for (const target of all(targets)) {
				if (text === "~") this.#takeAway(file, platform, target);
				else this.#list({ file, platform, section: "modules", text }, target);
			}
		}
		for (const text of all(preload)) this.preloads.push({ file, platform, section: "preload", text });
	}

	#include(entry: Entry): void {
		const { file, platform, text } = entry;
		if (text.startsWith("$(")) {
			this.sdkIncludes.push(entry);
			return;
		}
		const path = posix.join(posix.dirname(file), text);
		if (this.#tree.has(path)) this.read(path, platform);
		else this.violations.push(violationAt(this.#tree, entry, `includes ${path}, which does not exist`));
	}

	#list(entry: Entry, target: string): void {
		const { file, text } = entry;
		if (target.startsWith("$(")) {
			this.modules.push({ ...entry, specifier: text, path: undefined });
			return;
		}
		for (const module of this.#filesAt(file, target)) {
			this.modules.push({ ...entry, specifier: text.replace("*", posix.basename(module)), path: module });
		}
	}

	#takeAway(file: string, platform: string | undefined, target: string): void {
		if (target.startsWith("$(")) return;
		for (const path of this.#filesAt(file, target)) this.removed.push({ path, platform });
	}

	/** Paths without extension from the project root. */
	#filesAt(file: string, target: string): string[] {
		const path = posix.join(posix.dirname(file), target);
		return path.endsWith("/*") ? this.#modulesDirectlyIn(posix.dirname(path)) : [path];
	}

	/** A star takes the files of one folder and not those below it. */
	#modulesDirectlyIn(folder: string): string[] {
		return modulesIn(this.#tree, folder)
			.filter((path) => posix.dirname(path) === folder)
			.map((path) => path.replace(/\.ts$/, ""));
	}
}

/** A violation where the entry stands in its manifest. */
export function violationAt(tree: SourceTree, { file, section, text }: Entry, message: string): Violation {
	const manifest = textOf(tree, file);
	const place = manifest.indexOf(JSON.stringify(text), manifest.indexOf(JSON.stringify(section)));
	return { file, line: manifest.slice(0, place).split("\n").length, message };
}

function all(value: OneOrMore | undefined): readonly string[] {
	if (value === undefined) return [];
	return typeof value === "string" ? [value] : value;
}
