import type { Pattern } from "acorn";

/** The names that a pattern binds. */
export function patternNames(pattern: Pattern): string[] {
	return patternTargets(pattern).flatMap((target) => (target.type === "Identifier" ? [target.name] : []));
}

/** The identifiers and members that a pattern assigns to. */
export function patternTargets(pattern: Pattern): Pattern[] {
	switch (pattern.type) {
		case "ObjectPattern":
			return pattern.properties.flatMap((each) =>
				patternTargets(each.type === "RestElement" ? each.argument : each.value),
			);
		case "ArrayPattern":
			return pattern.elements.flatMap((each) => (each ? patternTargets(each) : []));
		case "AssignmentPattern":
			return patternTargets(pattern.left);
		case "RestElement":
			return patternTargets(pattern.argument);
		default:
			return [pattern];
	}
}
