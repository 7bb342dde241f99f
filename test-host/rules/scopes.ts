import type { AnyNode, Function as FunctionNode, Identifier, Node, Program, Statement } from "acorn";
import { ancestor, base, recursive } from "acorn-walk";
import { patternNames } from "./patterns";

/** A place where a program uses a name. */
export interface Use {
	readonly identifier: Identifier;
	/** From the program to the identifier itself. */
	readonly ancestors: readonly AnyNode[];
}

/** Whether a node is a function of any form. */
export function isFunction(node: Node | undefined): node is FunctionNode {
	return /^(ArrowFunctionExpression|Function(Expression|Declaration))$/.test(node?.type ?? "");
}

/** Whether code at this place runs after its module has loaded: in a function that is not called where it stands. */
export function runsLater(ancestors: readonly AnyNode[]): boolean {
	return ancestors.some((node, index) => {
		if (node.type === "PropertyDefinition") return !node.static;
		const around = ancestors[index - 1];
		return isFunction(node) && !(around?.type === "CallExpression" && around.callee === node);
	});
}

/** All uses of names that the program does not declare. */
export function globalUses(program: Program): Use[] {
	const scopes = new Scopes();
	const uses: Use[] = [];
	const note = (node: Node, _state: unknown, ancestors: Node[]) => {
		const use = { identifier: node as Identifier, ancestors: [...ancestors] as AnyNode[] };
		if (scopes.declaring(use.identifier.name, use.ancestors) === undefined) uses.push(use);
	};
	// The second is the walker's own name for an identifier that is declared or assigned to.
	ancestor(program, { Identifier: note, VariablePattern: note } as Parameters<typeof ancestor>[1]);
	return uses;
}

/** Finds where names are declared. */
export class Scopes {
	readonly #names = new Map<AnyNode, Set<string>>();

	/** The innermost node around a use whose scope declares the name; `undefined` for a global. */
	declaring(name: string, ancestors: readonly AnyNode[]): AnyNode | undefined {
		return ancestors.findLast((node) => this.#declaredBy(node).has(name));
	}

	#declaredBy(node: AnyNode): Set<string> {
		const names = this.#names.get(node) ?? new Set(declaredNames(node));
		this.#names.set(node, names);
		return names;
	}
}

function declaredNames(node: AnyNode): string[] {
	switch (node.type) {
		case "Program":
			return [...lexicalNames(node.body as Statement[]), ...varNames(node)];
		case "FunctionDeclaration":
		case "FunctionExpression":
		case "ArrowFunctionExpression":
			return functionNames(node);
		case "ClassExpression":
			return node.id ? [node.id.name] : [];
		case "BlockStatement":
			return lexicalNames(node.body);
		case "StaticBlock":
			return [...lexicalNames(node.body), ...varNames(node)];
		case "SwitchStatement":
			return lexicalNames(node.cases.flatMap((each) => each.consequent));
		case "ForStatement":
			return node.init?.type === "VariableDeclaration" ? lexicalNames([node.init]) : [];
		case "ForInStatement":
		case "ForOfStatement":
			return node.left.type === "VariableDeclaration" ? lexicalNames([node.left]) : [];
		case "CatchClause":
			return node.param ? patternNames(node.param) : [];
		default:
			return [];
	}
}

function functionNames(node: FunctionNode): string[] {
	const own = node.type === "FunctionExpression" && node.id ? [node.id.name] : [];
	const implied = node.type === "ArrowFunctionExpression" ? [] : ["arguments"];
	return [...own, ...implied, ...node.params.flatMap(patternNames), ...varNames(node.body)];
}

/** What the statements of a block declare for that block. */
function lexicalNames(statements: readonly Statement[]): string[] {
	return statements.flatMap((statement) => {
		const node = (("declaration" in statement && statement.declaration) || statement) as AnyNode;
		switch (node.type) {
			case "ImportDeclaration":
				return node.specifiers.map(({ local }) => local.name);
			case "VariableDeclaration":
				return node.declarations.flatMap(({ id }) => patternNames(id));
			case "FunctionDeclaration":
			case "ClassDeclaration":
				return node.id ? [node.id.name] : [];
			default:
				return [];
		}
	});
}

/** What `var` declares inside a node, for the whole function around it. */
function varNames(node: Node): string[] {
	const names: string[] = [];
	recursive(node, undefined, {
		Function: (inner, state, visit) => {
			if (inner === node) base.Function?.(inner, state, visit);
		},
		VariableDeclaration: (declaration, state, visit) => {
			if (declaration.kind === "var") names.push(...lexicalNames([declaration]));
			base.VariableDeclaration?.(declaration, state, visit);
		},
	});
	return names;
}
