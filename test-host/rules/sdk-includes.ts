import { anywhere, type Firmware, holdsFor, onPlatform } from "./firmware";
import { type Entry, violationAt } from "./manifest-tree";
import { BASE_MANIFEST, normalInclude, SDK_MODULES } from "./sdk-modules";
import type { Violation } from "./source-tree";

/** Modules of the SDK that are imported and that no include brings. */
export function unprovided(firmware: Firmware): Violation[] {
	const { manifests, graphs } = firmware;
	return [...graphs].flatMap(([platform, graph]) => {
		const includes = manifests.sdkIncludes.filter((entry) => holdsFor(platform, entry));
		const listed = manifests.modules.filter((entry) => holdsFor(platform, entry));
		return [...graph.foreign].flatMap(([specifier, at]) => {
			if (listed.some((module) => module.specifier === specifier)) return [];
			const objection = sdkObjection(specifier, includes);
			return objection === undefined ? [] : [{ ...at, message: `${objection}${onPlatform(platform)}` }];
		});
	});
}

/** Why a module that is not the project's cannot be imported with the given includes, if it cannot. */
export function sdkObjection(specifier: string, includes: readonly Entry[]): string | undefined {
	const providers = SDK_MODULES[specifier];
	if (providers === undefined) return `${specifier} is not in the table of SDK modules`;
	if (includes.some(({ text }) => providers.includes(normalInclude(text)))) return undefined;
	return `${specifier} needs the include ${providers.join(" or ")}`;
}

/** Includes that bring modules of the SDK of which none is imported. */
export function unusedIncludes(firmware: Firmware): Violation[] {
	const { tree, manifests } = firmware;
	return manifests.sdkIncludes
		.filter(({ text }) => {
			const provided = providedBy(normalInclude(text));
			const used = provided.some((name) => anywhere(firmware, ({ foreign }) => foreign.has(name)));
			return provided.length > 0 && !used && text !== BASE_MANIFEST;
		})
		.map((entry) => violationAt(tree, entry, `includes ${entry.text}, of which nothing is imported`));
}

function providedBy(include: string): string[] {
	return Object.keys(SDK_MODULES).filter((specifier) => SDK_MODULES[specifier]?.includes(include));
}
