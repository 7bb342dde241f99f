import { posix } from "node:path";
import { parseSync } from "@swc/core";

/** One place where a module names another. */
export interface Import {
	readonly specifier: string;
	/** Counted from 1. */
	readonly line: number;
	/** It disappears with the types: nothing is loaded. */
	readonly typeOnly: boolean;
}

interface SwcNode {
	readonly type: string;
	readonly span: { readonly start: number };
	readonly source?: { readonly value: string } | null;
	readonly typeOnly?: boolean;
	readonly callee?: { readonly type: string };
	readonly arguments?: readonly {
		readonly expression: { readonly type: string; readonly value?: unknown };
	}[];
	readonly argument?: { readonly value?: unknown };
}

/** All imports of a TypeScript module: statements, re-exports, `import()` and `import("…")` as a type. */
export function importsOf(text: string): Import[] {
	const bytes = Buffer.from(text);
	const imports: Import[] = [];
	visit(parseSync(text, { syntax: "typescript", decorators: true, target: "esnext" }), (node) => {
		const named = namedModule(node);
		if (named === undefined) return;
		// swc counts bytes, from 1.
		const before = bytes.subarray(0, node.span.start - 1).toString();
		imports.push({ ...named, line: before.split("\n").length });
	});
	return imports;
}

function namedModule(node: SwcNode): Omit<Import, "line"> | undefined {
	const { type, source, typeOnly = false, argument } = node;
	if (source) return { specifier: source.value, typeOnly };
	if (type === "TsImportType") return { specifier: String(argument?.value), typeOnly: true };
	if (type === "CallExpression" && node.callee?.type === "Import") {
		const wanted = node.arguments?.[0]?.expression;
		// What is not a literal cannot be followed, and matches nothing that is allowed.
		const specifier = wanted?.type === "StringLiteral" ? String(wanted.value) : "?";
		return { specifier, typeOnly: false };
	}
	return undefined;
}

function visit(value: unknown, look: (node: SwcNode) => void): void {
	if (typeof value !== "object" || value === null) return;
	if ("type" in value && "span" in value) look(value as SwcNode);
	for (const child of Object.values(value)) visit(child, look);
}

/** Whether a specifier names a file of the project. */
export function isRelative(specifier: string): boolean {
	return specifier.startsWith("./") || specifier.startsWith("../");
}

/** What a relative specifier names: a path from the project root, without extension as the specifier is. */
export function resolveFrom(importer: string, specifier: string): string {
	return posix.join(posix.dirname(importer), specifier);
}
