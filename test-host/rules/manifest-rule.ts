import { posix } from "node:path";
import { anywhere, type Firmware, listedFor, onPlatform, platformsOf } from "./firmware";
import { type Entry, readManifests, violationAt } from "./manifest-tree";
import { moduleGraph } from "./module-graph";
import { unprovided, unusedIncludes } from "./sdk-includes";
import { SDK_MODULES } from "./sdk-modules";
import type { SourceTree, Violation } from "./source-tree";

/**
 * The firmware imports exactly what its manifests provide: every module is listed under its path, preloaded into
 * flash by its exact name, and used; every module of the SDK comes with an include, and every include is needed.
 */
export function manifestViolations(tree: SourceTree, root = "manifest.json"): Violation[] {
	const manifests = readManifests(tree, root);
	const graphs = new Map(
		platformsOf(manifests).map(
			(platform) => [platform, moduleGraph(tree, listedFor(platform, manifests))] as const,
		),
	);
	const firmware: Firmware = { tree, manifests, graphs };
	const checks = [unlisted, wronglyListed, unused, preloads, unprovided, unusedIncludes, orphanManifests];
	return [...manifests.violations, ...checks.flatMap((check) => check(firmware))];
}

function unlisted(firmware: Firmware): Violation[] {
	const { manifests, graphs } = firmware;
	return [...graphs].flatMap(([platform, graph]) => {
		const known = new Set(listedFor(platform, manifests).map(({ specifier }) => specifier));
		return [...graph.loaded]
			.filter(([specifier]) => !known.has(specifier))
			.map(([specifier, at]) => ({
				...at,
				message: `no manifest lists ${specifier}${onPlatform(platform)}`,
			}));
	});
}

function wronglyListed({ tree, manifests }: Firmware): Violation[] {
	/** Whether there is a file of that name that is not part of the firmware. */
	const isReplaced = (name: string) =>
		tree.has(`${name}.ts`) &&
		(manifests.removed.some(({ path }) => path === name) ||
			manifests.modules.every(({ path }) => path !== name));
	return manifests.modules.flatMap((module) => {
		const { specifier, path, platform } = module;
		// Files in C are not imported, and those that declare them are in XS's own kind of JavaScript.
		if (path === undefined || tree.has(`${path}.c`) || tree.has(`${path}.js`)) return [];
		if (!tree.has(`${path}.ts`)) return [violationAt(tree, module, `there is no ${path}.ts`)];
		// For one platform or in one composition another file, or a replacement of an SDK module, may stand in.
		const standsIn = specifier in SDK_MODULES || posix.dirname(specifier) === posix.dirname(path);
		const alone = platform !== undefined || isReplaced(specifier);
		if (specifier === path || (alone && standsIn)) return [];
		return [violationAt(tree, module, `lists ${path}.ts as ${specifier}: relative imports would miss it`)];
	});
}

function unused(firmware: Firmware): Violation[] {
	const { tree, manifests } = firmware;
	const gone = new Set(manifests.removed.map(({ path }) => path));
	const used = (name: string) =>
		anywhere(firmware, ({ loaded, mentioned }) => loaded.has(name) || mentioned.has(name));
	return manifests.modules
		.filter(
			({ path, specifier }) => path !== undefined && tree.has(`${path}.ts`) && !(specifier in SDK_MODULES),
		)
		.filter(({ specifier, path }) => !used(specifier) && !gone.has(path))
		.map((module) => violationAt(tree, module, `lists ${module.specifier}, which main.ts never imports`));
}

function preloads({ tree, manifests, graphs }: Firmware): Violation[] {
	const loaded = new Set([...graphs.values()].flatMap((graph) => [...graph.loaded.keys()]));
	const listed = new Set(manifests.modules.map(({ specifier }) => specifier));
	const named = new Set(manifests.preloads.map(({ text }) => text));
	const wrong = manifests.preloads.flatMap((entry) => {
		const objection = preloadObjection(entry.text, listed);
		return objection === undefined ? [] : [violationAt(tree, entry, objection)];
	});
	const missing = [...loaded]
		.filter((specifier) => listed.has(specifier) && specifier !== "main" && !named.has(specifier))
		.map((specifier) => {
			const entry = manifests.modules.find((module) => module.specifier === specifier) as Entry;
			return violationAt(tree, entry, `does not preload ${specifier}`);
		});
	return [...wrong, ...missing];
}

function preloadObjection(text: string, listed: ReadonlySet<string>): string | undefined {
	if (text.includes("*")) return `preloads ${text}: a star passes over TypeScript modules`;
	if (text === "main") return "preloads main, which holds the running application";
	if (!listed.has(text) && !(text in SDK_MODULES)) return `preloads ${text}, which no manifest lists`;
	return undefined;
}

/** Of modules that are part of no composition at all. */
function orphanManifests({ tree }: Firmware): Violation[] {
	const modules = /^modules\/.*\/manifest\.json$/;
	const compositions = [...tree.keys()].filter((path) => /^manifest[^/]*\.json$/.test(path));
	const included = new Set(compositions.flatMap((root) => [...readManifests(tree, root).files]));
	return [...tree.keys()]
		.filter((path) => modules.test(path) && !included.has(path))
		.map((file) => ({ file, line: 1, message: "is included by no other manifest" }));
}
