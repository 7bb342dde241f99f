import type { Entry, ListedModule, ManifestTree } from "./manifest-tree";
import type { ModuleGraph } from "./module-graph";
import type { SourceTree } from "./source-tree";

/** What the rules about manifests look at. */
export interface Firmware {
	readonly tree: SourceTree;
	readonly manifests: ManifestTree;
	/** What is loaded on each platform that is checked. */
	readonly graphs: ReadonlyMap<string | undefined, ModuleGraph>;
}

export function holdsFor(platform: string | undefined, entry: Pick<Entry, "platform">): boolean {
	return entry.platform === undefined || entry.platform === platform;
}

/** What is listed for a platform, less what is taken away there. */
export function listedFor(
	platform: string | undefined,
	{ modules, removed }: ManifestTree,
): readonly ListedModule[] {
	const gone = new Set(removed.filter((entry) => holdsFor(platform, entry)).map(({ path }) => path));
	return modules.filter((module) => holdsFor(platform, module) && !gone.has(module.path));
}

/** The platforms that the manifests name, or `undefined` when they are for all alike. */
export function platformsOf({ modules, sdkIncludes, preloads }: ManifestTree): (string | undefined)[] {
	const named = [...modules, ...sdkIncludes, ...preloads].map(({ platform }) => platform);
	const platforms = new Set(named.filter((platform) => platform !== undefined));
	return platforms.size > 0 ? [...platforms] : [undefined];
}

/** Whether something is true of what is loaded on any platform. */
export function anywhere({ graphs }: Firmware, holds: (graph: ModuleGraph) => boolean): boolean {
	return [...graphs.values()].some(holds);
}

export function onPlatform(platform: string | undefined): string {
	return platform === undefined ? "" : ` on ${platform}`;
}
