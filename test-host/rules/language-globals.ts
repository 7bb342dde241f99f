import type { AnyNode } from "acorn";
import { checkModules } from "./parse";
import { globalUses, type Use } from "./scopes";
import type { SourceTree, Violation } from "./source-tree";

/**
 * The globals of ECMAScript 2022, without those that get around this rule (`globalThis`, `eval`, `Function`), that
 * depend on the garbage collector or on threads, or that Annex B only keeps for old web pages.
 */
const LANGUAGE_GLOBALS: ReadonlySet<string> = new Set(
	`undefined NaN Infinity isFinite isNaN parseFloat parseInt
	decodeURI decodeURIComponent encodeURI encodeURIComponent
	Object Array String Number Boolean Symbol BigInt RegExp Date Math JSON Reflect Proxy Promise
	Map Set WeakMap WeakSet ArrayBuffer DataView
	Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
	BigInt64Array BigUint64Array Float32Array Float64Array
	Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError`.split(/\s+/),
);

/**
 * Firmware names nothing that the language does not have, and `src/` takes time and chance from nobody but its caller;
 * a module may be where they come from.
 */
export function globalViolations(tree: SourceTree): Violation[] {
	return checkModules(tree, ["boards", "src", "modules"], (program, report, file) => {
		for (const use of globalUses(program)) {
			const message = globalObjection(use) ?? (file.startsWith("src/") ? ambientObjection(use) : undefined);
			if (message !== undefined) report(use.identifier, message);
		}
	});
}

function globalObjection({ identifier: { name } }: Use): string | undefined {
	return LANGUAGE_GLOBALS.has(name) ? undefined : `${name} is not a global of ES2022`;
}

function ambientObjection({ identifier: { name }, ancestors }: Use): string | undefined {
	const around = ancestors.at(-2);
	if (isMember(around, name, "Math", "random"))
		return "Math.random: take the source of randomness as an option";
	const readsClock = isMember(around, name, "Date", "now") || isNewDate(around, name);
	return readsClock ? "the current date: take a Clock as an option" : undefined;
}

function isMember(node: AnyNode | undefined, name: string, object: string, property: string): boolean {
	return (
		name === object &&
		node?.type === "MemberExpression" &&
		node.property.type === "Identifier" &&
		node.property.name === property
	);
}

/** `new Date()` and `Date()`; with arguments it is mere arithmetic. */
function isNewDate(node: AnyNode | undefined, name: string): boolean {
	if (name !== "Date") return false;
	return node?.type === "CallExpression" || (node?.type === "NewExpression" && node.arguments.length === 0);
}
