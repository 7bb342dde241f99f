import type { AnyNode, CallExpression, MemberExpression } from "acorn";
import { ancestor } from "acorn-walk";
import { checkModules } from "./parse";
import { globalUses } from "./scopes";
import type { SourceTree, Violation } from "./source-tree";

/**
 * What the library has got since ES2022: globals, members of anything, and members that are only telling on their
 * constructor. Names too common to tell (`Set.prototype.union`) are left to the compiler, which knows the type.
 */
const NEWER = {
	globals: {
		ES2025: "Float16Array Iterator",
		ES2026: "AsyncDisposableStack DisposableStack SuppressedError",
		"no part of the language": "structuredClone",
	},
	members: {
		ES2023: "findLast findLastIndex toReversed toSorted toSpliced",
		ES2024: "isWellFormed toWellFormed transferToFixedLength",
		ES2025: "symmetricDifference isDisjointFrom isSubsetOf isSupersetOf getFloat16 setFloat16",
		ES2026: "getOrInsert getOrInsertComputed setFromBase64 setFromHex toBase64",
	},
	statics: {
		ES2024: "Atomics.waitAsync Map.groupBy Object.groupBy Promise.withResolvers",
		ES2025: "Math.f16round Promise.try RegExp.escape",
		ES2026:
			"Array.fromAsync Error.isError JSON.isRawJSON JSON.rawJSON Math.sumPrecise Uint8Array.fromBase64 Uint8Array.fromHex",
	},
};

const GLOBALS = editionByName(NEWER.globals);
const MEMBERS = editionByName(NEWER.members);
const STATICS = editionByName(NEWER.statics);

/** Iterator helpers, told by what they are called on: the result of one of these methods. */
const ITERATOR_MAKERS = new Set(["entries", "keys", "matchAll", "values"]);
const ITERATOR_HELPERS = new Set([
	"drop",
	"every",
	"filter",
	"find",
	"flatMap",
	"forEach",
	"map",
	"reduce",
	"some",
	"take",
	"toArray",
]);

/** Firmware uses no syntax and no library newer than ES2022, and of that only what all its engines know. */
export function newerViolations(tree: SourceTree): Violation[] {
	return checkModules(tree, ["main.ts", "boards", "src", "modules"], (program, report) => {
		for (const { identifier } of globalUses(program)) {
			const edition = GLOBALS.get(identifier.name);
			if (edition !== undefined) report(identifier, `${identifier.name} is ${edition}`);
		}
		ancestor(program, {
			MemberExpression(member, _state, ancestors) {
				const message = memberObjection(member, ancestors.at(-2) as AnyNode | undefined);
				if (message !== undefined) report(member.property, message);
			},
			Literal(literal) {
				// The one part of ES2022 that the SDK's XS is built without: xsc refuses it.
				if (/\\[pP]\{/.test(literal.regex?.pattern ?? "")) report(literal, "\\p{} is not built into XS");
			},
		});
	});
}

function memberObjection(member: MemberExpression, around: AnyNode | undefined): string | undefined {
	const name = memberName(member);
	if (name === undefined) return undefined;
	const whole = member.object.type === "Identifier" ? `${member.object.name}.${name}` : name;
	const edition = MEMBERS.get(name) ?? STATICS.get(whole);
	if (edition !== undefined) return `${whole} is ${edition}`;
	const isCalled = around?.type === "CallExpression" && around.callee === member;
	if (name === "with" && isCalled) return "with is ES2023";
	if (ITERATOR_HELPERS.has(name) && isCalled && makesIterator(member.object))
		return `${name} of an iterator is ES2025`;
	return undefined;
}

function makesIterator(object: MemberExpression["object"]): boolean {
	const { type, callee, arguments: parameters } = object as CallExpression;
	if (type !== "CallExpression" || callee.type !== "MemberExpression") return false;
	// `Object.values(x)` and its like have arguments and make arrays; `matchAll` is the iterator with one.
	const name = memberName(callee) ?? "";
	return ITERATOR_MAKERS.has(name) && (name === "matchAll" || parameters.length === 0);
}

function memberName({ property, computed }: MemberExpression): string | undefined {
	return !computed && property.type === "Identifier" ? property.name : undefined;
}

function editionByName(names: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(names).flatMap(([edition, list]) => list.split(" ").map((name) => [name, edition])),
	);
}
