import { describe, expect, test } from "@jest/globals";
import { stateViolations } from "./module-state";
import { firmwareTree, format } from "./source-tree";

const check = (text: string, path = "src/a.ts") => format(stateViolations(new Map([[path, text]])));

describe("modules keep no state that changes", () => {
	test("in the firmware", () => {
		expect(format(stateViolations(firmwareTree()))).toEqual([]);
	});

	test.each([
		[
			"export const table = [1, 2]; export const first = () => table[0]; export const all = () => [...table].sort();",
		],
		["const table = new Uint8Array(256);\nfor (let i = 0; i < 256; i++) table[i] = i;"],
		["const table = (() => { const t: number[] = []; for (let i = 0; i < 9; i++) t.push(i); return t; })();"],
		[
			"function make() { const t = new Map(); t.set(1, 2); let n = 0; n++; return () => { n++; t.clear(); }; }",
		],
		[
			"export class A { #all = new Set<number>(); count = 0; add(n: number) { this.#all.add(n); this.count++; } }",
		],
		["const list = [1]; function f(list: number[]) { list.push(1); list[0] = 2; }"],
		["import * as outbox from './outbox'; export const f = () => outbox.push(1);"],
		["import { Frame } from './frame'; export const f = () => Frame.fill(1);"],
		["const text = () => /a/; export const f = (s: string) => s.replace(/b/g, '') + text().test(s);"],
		["export class Oops extends Error {} export const fail = () => { throw new Oops(); };"],
		[
			"const point = { x: 1 }; export const f = () => { const copy = { ...point }; copy.x = 2; delete copy.x; };",
		],
		["class A { static make() { const a = new A(); a.set(1); return a; } set(x: number) { return x; } }"],
	])("%s is fine", (text) => {
		expect(check(text)).toEqual([]);
	});

	const changes = (name: string) => `src/a.ts:2: changes ${name}, which was made while the module loaded`;
	test.each([
		["\nlet count = 0;", "src/a.ts:2: let at the top level: keep it in an object"],
		["\nexport let count: number;", "src/a.ts:2: let at the top level: keep it in an object"],
		["\nvar a = 1;", "src/a.ts:2: var at the top level: keep it in an object"],
		["\nconst m = new Map();", "src/a.ts:2: new Map while the module loads: it is frozen with the module"],
		[
			"\nexport const m = { a: [new Set()] };",
			"src/a.ts:2: new Set while the module loads: it is frozen with the module",
		],
		[
			"\nclass A { static seen = new WeakMap(); }",
			"src/a.ts:2: new WeakMap while the module loads: it is frozen with the module",
		],
		[
			"\nconst f = (() => new WeakSet())();",
			"src/a.ts:2: new WeakSet while the module loads: it is frozen with the module",
		],
		[
			"import { Outbox } from './outbox';\nexport const outbox = new Outbox();",
			"src/a.ts:2: new Outbox while the module loads: it is frozen with the module",
		],
		["\nconst word = /a/g;", "src/a.ts:2: /a/g while the module loads: make it in a function"],
		["const rule = { pattern: /a/ };", "src/a.ts:1: /a/ while the module loads: make it in a function"],
		[
			"const word = new RegExp('a');",
			"src/a.ts:1: new RegExp while the module loads: it is frozen with the module",
		],
		["const list: number[] = [];\nexport const f = () => list.push(1);", changes("list")],
		["const list: number[] = [];\nexport function f() { list[0] = 1; }", changes("list")],
		["const list: number[] = [];\nexport function f() { list.length = 0; }", changes("list")],
		["const state = { a: { n: 0 } };\nexport class A { m() { state.a.n++; } }", changes("state")],
		["const state = { a: { n: 0 } };\nexport class A { x = state.a.n++; }", changes("state")],
		["const state: { a?: number } = {};\nexport const f = () => delete state.a;", changes("state")],
		["const state = { a: [1] };\nexport const f = () => { [state.a[0]] = [2]; };", changes("state")],
		["const state = { a: 1 };\nexport const f = () => { for (state.a of [1]) ; };", changes("state")],
		["const state = { a: 1 };\nexport const f = () => Object.assign(state, { a: 2 });", changes("state")],
		["import { table } from './table';\nexport const f = () => table.fill(0);", changes("table")],
		["import { table } from './table';\nexport const f = () => { table[0] ||= 1; };", changes("table")],
		["class A { static n = 0;\nm() { A.n += 1; } }", changes("A")],
		["class A { static n = 0;\nstatic m() { this.n += 1; } }", "src/a.ts:2: changes its class"],
		["const next = (() => { let n = 0;\nreturn () => ++n; })();", changes("n")],
		["{ let n = 0;\nf = () => ++n; } declare let f: () => number;", changes("n")],
	])("%s is caught", (text, violation) => {
		expect(check(text)).toEqual([violation]);
	});

	test("in modules/ as well, while main.ts holds the application", () => {
		expect(check("let a = 1;", "modules/x/a.ts")).toHaveLength(1);
		expect(check("let a = 1;", "main.ts")).toEqual([]);
	});
});
