import { SourceMap } from "node:module";
import { type Node, type Options, type Program, parse } from "acorn";
import { transformSync } from "esbuild";
import { modulesIn, type SourceTree, textOf, type Violation } from "./source-tree";

interface Position {
	/** Counted from 1. */
	readonly line: number;
	/** Counted from 0. */
	readonly column: number;
}

/** Notes a violation at a node. */
export type Report = (node: Node, message: string) => void;

/** Looks for violations in a module without its types. */
export type Check = (program: Program, report: Report, file: string) => void;

class SyntaxViolation extends Error {
	readonly line: number;

	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}

const ES2022: Options = { ecmaVersion: 2022, sourceType: "module", locations: true };

/**
 * Checks all modules below the given folders or of the given names. One that cannot be parsed, because its syntax is
 * broken or newer than ES2022, is a violation as well.
 */
export function checkModules(tree: SourceTree, places: readonly string[], check: Check): Violation[] {
	return modulesIn(tree, ...places).flatMap((file) => {
		try {
			return checkModule(file, textOf(tree, file), check);
		} catch (error) {
			if (error instanceof SyntaxViolation) return [{ file, line: error.line, message: error.message }];
			throw error;
		}
	});
}

/** Strips the types and parses what remains as ES2022. Nothing newer is translated on the way. */
function checkModule(file: string, text: string, check: Check): Violation[] {
	const { code, map } = stripTypes(text);
	const sourceMap = new SourceMap(JSON.parse(map));
	const sourceLine = ({ line, column }: Position): number => {
		const entry = sourceMap.findEntry(line - 1, column);
		return "originalLine" in entry ? entry.originalLine + 1 : line;
	};
	const violations: Violation[] = [];
	const report: Report = ({ loc }, message) => {
		violations.push({ file, line: sourceLine(loc?.start ?? { line: 1, column: 0 }), message });
	};
	check(parseStripped(code, sourceLine), report, file);
	return violations;
}

function parseStripped(code: string, sourceLine: (position: Position) => number): Program {
	try {
		return parse(code, ES2022);
	} catch (error) {
		const { message, loc } = error as SyntaxError & { loc: Position };
		throw new SyntaxViolation(message.replace(/ \(\d+:\d+\)$/, ""), sourceLine(loc));
	}
}

function stripTypes(text: string): { code: string; map: string } {
	try {
		return transformSync(text, {
			loader: "ts",
			target: "esnext",
			sourcemap: "external",
			logLevel: "silent",
			tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
		});
	} catch (error) {
		const [first] = (error as { errors: { text: string; location: { line: number } | null }[] }).errors;
		throw new SyntaxViolation(first?.text ?? String(error), first?.location?.line ?? 1);
	}
}
