import { describe, expect, test } from "@jest/globals";
import { globalViolations } from "./language-globals";
import { firmwareTree, format } from "./source-tree";

const check = (text: string, path = "src/a.ts") => format(globalViolations(new Map([[path, text]])));

describe("only the language is global", () => {
	test("in the firmware", () => {
		expect(format(globalViolations(firmwareTree()))).toEqual([]);
	});

	test.each([
		["const a = 1; export const b = [a, Math.max(a), JSON.stringify(a)];"],
		["import { trace } from './trace'; trace('x');"],
		["import device, * as screen from './x'; device(screen);"],
		[
			"function f(self: number, { process, x: [Buffer] }: X, ...window) { return self + process + Buffer + window; }",
		],
		["const name = function inner(n: number): number { return n > 0 ? inner(n - 1) : arguments.length; };"],
		["const Outer = class Inner { static make() { return new Inner(); } };"],
		["try { a(); } catch ({ message: console }) { a(console); } function a(x?: unknown) { return x; }"],
		[
			"for (const global of []) use(global); for (let i = 0; i < 3; i++) use(i); const use = (x: unknown) => x;",
		],
		["switch (1) { case 1: let console = 2; use(console); } function use(x: unknown) { return x; }"],
		[
			"export class A { #console = 1; console() { return this.#console; } static { const trace = 1; use(trace); } } const use = String;",
		],
		["const o = { console: 1, trace() {} }; o.console; console: for (;;) break console;"],
		[
			"if (true) { var late = 1; } function f() { return late; } const { early = late } = { early: 2 }; f(early);",
		],
		["export const date = new Date(0).toISOString(); export const now = (d: { now(): number }) => d.now();"],
		["type A = typeof console; interface Buffer { trace: NodeJS.Timeout }"],
	])("%s is fine", (text) => {
		expect(check(text)).toEqual([]);
	});

	test.each([
		["\n\nconsole.log(1);", "src/a.ts:3: console is not a global of ES2022"],
		["export const f = () => setTimeout(f, 1);", "src/a.ts:1: setTimeout is not a global of ES2022"],
		["const a: string = typeof trace;", "src/a.ts:1: trace is not a global of ES2022"],
		["export default { Buffer };", "src/a.ts:1: Buffer is not a global of ES2022"],
		["leaked = 1;", "src/a.ts:1: leaked is not a global of ES2022"],
		["for (leaked of [1]) {}", "src/a.ts:1: leaked is not a global of ES2022"],
		["globalThis['con' + 'sole'];", "src/a.ts:1: globalThis is not a global of ES2022"],
		["{ const process = 1; } process;", "src/a.ts:1: process is not a global of ES2022"],
		["function f() { var process = 1; } process;", "src/a.ts:1: process is not a global of ES2022"],
		["const f = (a = fetch) => a;", "src/a.ts:1: fetch is not a global of ES2022"],
		["class A extends EventTarget {}", "src/a.ts:1: EventTarget is not a global of ES2022"],
		["const f = () => arguments;", "src/a.ts:1: arguments is not a global of ES2022"],
		["Math.random();", "src/a.ts:1: Math.random: take the source of randomness as an option"],
		["Date.now();", "src/a.ts:1: the current date: take a Clock as an option"],
		["new Date();", "src/a.ts:1: the current date: take a Clock as an option"],
	])("%s is caught", (text, violation) => {
		expect(check(text)).toEqual([violation]);
	});

	test("a module may be where time comes from, and no more than that", () => {
		expect(check("export const now = () => Date.now();\ntrace();", "modules/clock/clock.ts")).toEqual([
			"modules/clock/clock.ts:2: trace is not a global of ES2022",
		]);
	});
});
