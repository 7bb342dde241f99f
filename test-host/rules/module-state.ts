import type { AnyNode, Program } from "acorn";
import { ancestor } from "acorn-walk";
import { mutations } from "./mutations";
import { checkModules, type Report } from "./parse";
import { runsLater } from "./scopes";
import type { SourceTree, Violation } from "./source-tree";

/** Classes whose instances may be made while a module loads: they hold still afterwards, or are plain tables. */
const CONSTANT_CLASSES =
	/^(BigU?int64|Float(32|64)|Int(8|16|32)|Uint(8|8Clamped|16|32))Array$|^(ArrayBuffer|DataView|Date)$|Error$/;

/**
 * Modules keep no state that changes: on the device they are loaded at build time and frozen into flash. A table may
 * be filled while its module loads, or inside the function that creates it. `main.ts` holds the running application.
 */
export function stateViolations(tree: SourceTree): Violation[] {
	return checkModules(tree, ["boards", "src", "modules"], (program, report) => {
		variables(program, report);
		loadTimeObjects(program, report);
		mutations(program, report);
	});
}

function variables(program: Program, report: Report): void {
	for (const statement of program.body) {
		const node = (statement.type === "ExportNamedDeclaration" && statement.declaration) || statement;
		if (node.type === "VariableDeclaration" && node.kind !== "const") {
			report(node, `${node.kind} at the top level: keep it in an object`);
		}
	}
}

function loadTimeObjects(program: Program, report: Report): void {
	ancestor(program, {
		NewExpression(node, _state, ancestors) {
			const { callee } = node;
			const name = callee.type === "Identifier" ? callee.name : "object";
			if (runsLater(ancestors as AnyNode[]) || CONSTANT_CLASSES.test(name)) return;
			report(node, `new ${name} while the module loads: it is frozen with the module`);
		},
		Literal(node, _state, ancestors) {
			const { regex } = node;
			if (!regex || runsLater(ancestors as AnyNode[])) return;
			// See docs/footprint.md, Regular expressions.
			report(node, `/${regex.pattern}/${regex.flags} while the module loads: make it in a function`);
		},
	});
}
