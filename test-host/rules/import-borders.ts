import { posix } from "node:path";
import { type Import, importsOf, isRelative, resolveFrom } from "./imports";
import { readManifests } from "./manifest-tree";
import { sdkObjection } from "./sdk-includes";
import { BASE_MANIFEST, SDK_MODULES } from "./sdk-modules";
import { modulesIn, type SourceTree, textOf, type Violation } from "./source-tree";

/**
 * What may import what, types included: `src/` only itself, and each folder of `modules/` only itself and those
 * modules of the SDK that its own manifest includes. So `src/` runs anywhere, and a module can be taken elsewhere.
 */
export function borderViolations(tree: SourceTree): Violation[] {
	return [
		...modulesIn(tree, "src").flatMap((file) => check(tree, file, "src", () => "src/ knows no platform")),
		...modulesIn(tree, "modules").flatMap((file) => {
			const folder = file.split("/").slice(0, 2).join("/");
			return check(tree, file, folder, foreignObjection(tree, folder));
		}),
	];
}

type Objection = (imported: Import) => string | undefined;

function check(tree: SourceTree, file: string, home: string, foreign: Objection): Violation[] {
	return importsOf(textOf(tree, file)).flatMap((imported) => {
		const { specifier, line } = imported;
		const objection = isRelative(specifier) ? relativeObjection(file, home, specifier) : foreign(imported);
		return objection === undefined ? [] : [{ file, line, message: `imports ${specifier}: ${objection}` }];
	});
}

function relativeObjection(file: string, home: string, specifier: string): string | undefined {
	if (posix.extname(specifier) !== "") return "write it without extension, as XS names modules";
	return resolveFrom(file, specifier).startsWith(`${home}/`) ? undefined : `it is outside ${home}/`;
}

function foreignObjection(tree: SourceTree, folder: string): Objection {
	const manifest = `${folder}/manifest.json`;
	const includes = tree.has(manifest) ? readManifests(tree, manifest).sdkIncludes : [];
	// Every application includes the base, so a module need not.
	const all = [
		...includes,
		{ file: manifest, platform: undefined, section: "include", text: BASE_MANIFEST } as const,
	];
	return ({ specifier, typeOnly }) => {
		// Types are declared for all modules of the SDK; only what runs needs an include.
		if (typeOnly && specifier in SDK_MODULES) return undefined;
		return sdkObjection(specifier, all);
	};
}
