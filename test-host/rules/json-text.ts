import type { Program } from "acorn";
import { ancestor } from "acorn-walk";
import { checkModules, type Report } from "./parse";
import type { SourceTree, Violation } from "./source-tree";

/** The only module that may name it. */
const HOME = "src/json.ts";

/** `JSON.stringify` throws in XS for what lies in flash, so firmware calls `jsonText` instead. */
export function jsonViolations(tree: SourceTree): Violation[] {
	return checkModules(tree, ["main.ts", "boards", "src", "modules"], (program, report, file) => {
		if (file !== HOME) stringifying(program, report);
	});
}

function stringifying(program: Program, report: Report): void {
	ancestor(program, {
		Identifier(node, _state, ancestors) {
			const parent = ancestors.at(-2);
			const parses =
				parent?.type === "MemberExpression" &&
				parent.object === node &&
				parent.property.type === "Identifier" &&
				parent.property.name === "parse";
			if (node.name === "JSON" && !parses) report(node, `JSON for more than parse: use jsonText of ${HOME}`);
		},
	});
}
