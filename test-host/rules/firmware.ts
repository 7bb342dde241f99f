import type { Entry, ManifestTree } from "./manifest-tree";
import type { ModuleGraph } from "./module-graph";
import type { SourceTree } from "./source-tree";

/** What the rules about manifests look at. */
export interface Firmware {
	readonly tree: SourceTree;
	readonly manifests: ManifestTree;
	readonly graph: ModuleGraph;
	/** Platforms that the manifests name, and `undefined` for any other. */
	readonly platforms: readonly (string | undefined)[];
}

export function holdsFor(platform: string | undefined, entry: Entry): boolean {
	return entry.platform === undefined || entry.platform === platform;
}

/** Each platform, unless others say more: a manifest for all of them need not be checked for none. */
export function checkedPlatforms({ platforms }: Firmware): readonly (string | undefined)[] {
	return platforms.length > 1 ? platforms.filter((platform) => platform !== undefined) : platforms;
}

export function onPlatform(platform: string | undefined): string {
	return platform === undefined ? "" : ` on ${platform}`;
}
