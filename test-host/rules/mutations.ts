import type {
	AnyNode,
	AssignmentExpression,
	CallExpression,
	Expression,
	ForInStatement,
	ForOfStatement,
	Node,
	Program,
	Super,
	UnaryExpression,
	UpdateExpression,
} from "acorn";
import { ancestor } from "acorn-walk";
import type { Report } from "./parse";
import { patternTargets } from "./patterns";
import { isFunction, runsLater, Scopes } from "./scopes";

/** Methods that change what they are called on. */
const MUTATORS = new Set(
	(
		"push pop shift unshift splice sort reverse fill copyWithin set add delete clear " +
		"setInt8 setUint8 setInt16 setUint16 setInt32 setUint32 setFloat32 setFloat64 setBigInt64 setBigUint64"
	).split(" "),
);

/** Functions that change their first argument. */
const MUTATING_FUNCTIONS = new Set([
	"Object.assign",
	"Object.defineProperties",
	"Object.defineProperty",
	"Object.setPrototypeOf",
	"Reflect.defineProperty",
	"Reflect.deleteProperty",
	"Reflect.set",
]);

/** Reports what functions change although it was made outside of them, while the module loaded. */
export function mutations(program: Program, report: Report): void {
	const scopes = new Scopes();
	const check = (target: Node, ancestors: readonly AnyNode[]) => {
		const root = rootOf(target as Expression);
		if (!runsLater(ancestors)) return;
		if (root?.type === "ThisExpression" && isStaticMethod(ancestors)) report(target, "changes its class");
		if (root?.type !== "Identifier") return;
		const home = scopes.declaring(root.name, ancestors);
		if (home === undefined || runsLater(ancestors.slice(0, ancestors.indexOf(home) + 1))) return;
		report(target, `changes ${root.name}, which was made while the module loaded`);
	};
	const visit =
		(find: (node: AnyNode) => readonly Node[]) => (node: Node, _state: unknown, ancestors: Node[]) => {
			for (const target of find(node as AnyNode)) check(target, ancestors as AnyNode[]);
		};
	const namespaces = namespaceNames(program);
	ancestor(program, {
		AssignmentExpression: visit((node) => patternTargets((node as AssignmentExpression).left)),
		UpdateExpression: visit((node) => [(node as UpdateExpression).argument]),
		UnaryExpression: visit((node) => deleted(node as UnaryExpression)),
		ForInStatement: visit((node) => loopTargets(node as ForInStatement)),
		ForOfStatement: visit((node) => loopTargets(node as ForOfStatement)),
		CallExpression: visit((node) => mutatedByCall(node as CallExpression, namespaces)),
	});
}

function deleted({ operator, argument }: UnaryExpression): readonly Node[] {
	return operator === "delete" ? [argument] : [];
}

function loopTargets({ left }: ForInStatement | ForOfStatement): readonly Node[] {
	return left.type === "VariableDeclaration" ? [] : patternTargets(left);
}

function mutatedByCall(
	{ callee, arguments: [first] }: CallExpression,
	namespaces: ReadonlySet<string>,
): readonly Node[] {
	if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
	const { object, property } = callee;
	const name = object.type === "Identifier" ? object.name : "";
	if (MUTATING_FUNCTIONS.has(`${name}.${property.name}`) && first !== undefined) return [first];
	// A function of a module or a static method of a class that happens to be called so.
	if (namespaces.has(name) || /^[A-Z][a-z]/.test(name)) return [];
	return MUTATORS.has(property.name) ? [object] : [];
}

function namespaceNames(program: Program): ReadonlySet<string> {
	const specifiers = program.body.flatMap((node) =>
		node.type === "ImportDeclaration" ? node.specifiers : [],
	);
	return new Set(
		specifiers.flatMap(({ type, local }) => (type === "ImportNamespaceSpecifier" ? [local.name] : [])),
	);
}

/** The object at the beginning of `object.a[b].c`. */
function rootOf(node: Expression | Super): Expression | Super | undefined {
	if (node.type === "MemberExpression") return rootOf(node.object);
	return node.type === "ChainExpression" ? rootOf(node.expression) : node;
}

function isStaticMethod(ancestors: readonly AnyNode[]): boolean {
	const index = ancestors.findLastIndex(
		(node) => isFunction(node) && node.type !== "ArrowFunctionExpression",
	);
	const around = ancestors[index - 1];
	return around?.type === "MethodDefinition" && around.static;
}
