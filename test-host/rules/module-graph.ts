import { importsOf, isRelative, resolveFrom } from "./imports";
import type { ListedModule } from "./manifest-tree";
import { type SourceTree, textOf } from "./source-tree";

/** Where a module is imported. */
export interface Importer {
	readonly file: string;
	readonly line: number;
}

/** What is loaded, directly or indirectly, with a program. */
export interface ModuleGraph {
	/** Modules of the project by specifier, with the first place that imports them. */
	readonly loaded: ReadonlyMap<string, Importer>;
	/** Those that are only imported for their types: nothing of them is in the firmware. */
	readonly mentioned: ReadonlySet<string>;
	/** Other specifiers, with the first place that imports them. */
	readonly foreign: ReadonlyMap<string, Importer>;
}

/** Follows the relative imports of `main.ts`, with the modules that are listed for one platform. */
export function moduleGraph(tree: SourceTree, listed: readonly ListedModule[]): ModuleGraph {
	const loaded = new Map<string, Importer>([["main", { file: "main.ts", line: 1 }]]);
	const mentioned = new Set<string>();
	const foreign = new Map<string, Importer>();
	// A set is visited in the order of insertion, what is added meanwhile included.
	const visited = new Set(loaded.keys());
	for (const specifier of visited) {
		for (const file of filesOf(tree, listed, specifier)) {
			for (const { specifier: imported, line, typeOnly } of importsOf(textOf(tree, file))) {
				const target = isRelative(imported) ? resolveFrom(specifier, imported) : imported;
				if (typeOnly) mentioned.add(target);
				else {
					const found = isRelative(imported) ? loaded : foreign;
					if (!found.has(target)) found.set(target, { file, line });
					// A module of the SDK may have a stand-in, which imports others.
					visited.add(target);
				}
			}
		}
	}
	followTypes(tree, mentioned);
	return { loaded, mentioned, foreign };
}

/** What is imported by a module of types is mentioned as well. */
function followTypes(tree: SourceTree, mentioned: Set<string>): void {
	for (const specifier of mentioned) {
		const text = tree.get(`${specifier}.ts`);
		for (const { specifier: imported } of text === undefined ? [] : importsOf(text)) {
			if (isRelative(imported)) mentioned.add(resolveFrom(specifier, imported));
		}
	}
}

function filesOf(tree: SourceTree, listed: readonly ListedModule[], specifier: string): string[] {
	const paths = listed.filter((module) => module.specifier === specifier).map((module) => module.path);
	return [...new Set(paths.length > 0 ? paths : [specifier])]
		.map((path) => `${path}.ts`)
		.filter((file) => tree.has(file));
}
