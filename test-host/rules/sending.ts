import type { AnyNode, Node, Program } from "acorn";
import { ancestor } from "acorn-walk";
import { checkModules, type Report } from "./parse";
import { modulesIn, type SourceTree, textOf, type Violation } from "./source-tree";

/** The gate for everything that goes to a car. */
const GATE = { module: "src/leaf/polling/requests.ts", name: "outgoing" };
/** The type of what has passed it, and who may name it: the port that takes it, and the gate that gives it. */
const BRAND = /\bOutgoingFrame\b/;
const BRAND_HOLDERS: readonly string[] = ["src/can/can-bus.ts", GATE.module];

/**
 * Frames get to a car only as `can.send(outgoing(…))`, with the function of the gate, and nobody else makes frames of
 * the type that it gives. Where `send` is named in any other way, nobody can tell what becomes of it.
 */
export function sendingViolations(tree: SourceTree): Violation[] {
	const places = ["src", "main.ts"];
	return [
		...checkModules(tree, places, checkSending),
		...modulesIn(tree, ...places)
			.filter((file) => !BRAND_HOLDERS.includes(file))
			.flatMap((file) => brandViolations(file, textOf(tree, file))),
	];
}

function brandViolations(file: string, text: string): Violation[] {
	return text.split("\n").flatMap((line, index) => {
		const message = "names OutgoingFrame, which only the gate makes";
		return BRAND.test(line) ? [{ file, line: index + 1, message }] : [];
	});
}

function checkSending(program: Program, report: Report): void {
	const imported = importsGate(program);
	ancestor(program, {
		MemberExpression(node, _state, ancestors) {
			if (!namesSend(node.property)) return;
			const call = ancestors.at(-2) as AnyNode | undefined;
			const checked = call?.type === "CallExpression" && call.callee === node && isChecked(call.arguments[0]);
			if (!checked || !imported) report(node, `send without ${GATE.name}() of ${GATE.module}`);
		},
		ObjectPattern(node) {
			for (const each of node.properties) {
				if (each.type === "Property" && namesSend(each.key)) report(each, "takes send out of its object");
			}
		},
	});
}

/** Whether the module has the gate under its own name, and not something else that is called so. */
function importsGate(program: Program): boolean {
	return program.body.some(
		(node) =>
			node.type === "ImportDeclaration" &&
			/(^|\/)requests$/.test(String(node.source.value)) &&
			node.specifiers.some(({ type, local }) => type === "ImportSpecifier" && local.name === GATE.name),
	);
}

function namesSend(node: Node): boolean {
	const named = node as AnyNode;
	return (
		(named.type === "Identifier" && named.name === "send") ||
		(named.type === "Literal" && named.value === "send")
	);
}

function isChecked(node: AnyNode | undefined): boolean {
	return (
		node?.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === GATE.name
	);
}
