import { describe, expect, test } from "@jest/globals";
import { newerViolations } from "./es2022";
import { firmwareTree, format } from "./source-tree";

const check = (text: string) => format(newerViolations(new Map([["main.ts", text]])));

describe("nothing is newer than ES2022", () => {
	test("in the firmware", () => {
		expect(format(newerViolations(firmwareTree()))).toEqual([]);
	});

	test.each([
		["class A { #x = 1; static { A.y; } static y = [1].at(-1); has(o: A) { return #x in o; } }"],
		["const a = null ?? 1; export const b = 1_000n; await 1; /x/d.exec('x'); Object.hasOwn({}, 'a');"],
		["const a = Object.values({}).map((x) => x); [...new Map().values()].map((x) => x);"],
		[
			"const structuredClone = 1; export { structuredClone }; spi.transfer(buffer); list.take(1); set.union(other);",
		],
		["with_(1); const o = { with: 1 }; o.with; function with_(x: number) { return x; }"],
		["type A = Float16Array; const text = 'toSorted'; // toSorted"],
		["outbox.entries(1).map((x) => x);"],
	])("%s is fine", (text) => {
		expect(check(text)).toEqual([]);
	});

	test.each([
		["\nusing a = open();", "main.ts:2: Unexpected token"],
		["const a =\n/[a--b]/v;", "main.ts:2: Invalid regular expression flag"],
		["@sealed class A {}", "main.ts:1: Unexpected character '@'"],
		["class A { accessor x = 1; }", "main.ts:1: Unexpected token"],
		["import a from './a' with { type: 'json' };", "main.ts:1: Unexpected token"],
		["const a: = 1;", 'main.ts:1: Unexpected "="'],
		["// c\nlist.toSorted();", "main.ts:2: list.toSorted is ES2023"],
		["[1].findLast((x) => x);", "main.ts:1: findLast is ES2023"],
		["f()\n\t.with(0, 1);", "main.ts:2: with is ES2023"],
		["Object.groupBy([], f);", "main.ts:1: Object.groupBy is ES2024"],
		["const { resolve } = Promise.withResolvers();", "main.ts:1: Promise.withResolvers is ES2024"],
		["text.isWellFormed();", "main.ts:1: text.isWellFormed is ES2024"],
		["new Float16Array(1);", "main.ts:1: Float16Array is ES2025"],
		["map.values().map((x) => x);", "main.ts:1: map of an iterator is ES2025"],
		["text.matchAll(/x/g)?.toArray();", "main.ts:1: toArray of an iterator is ES2025"],
		["await Array.fromAsync([]);", "main.ts:1: Array.fromAsync is ES2026"],
		["bytes.toBase64();", "main.ts:1: bytes.toBase64 is ES2026"],
		["const a =\n/^\\p{L}$/u;", "main.ts:2: \\p{} is not built into XS"],
		["structuredClone({});", "main.ts:1: structuredClone is no part of the language"],
	])("%s is caught", (text, violation) => {
		expect(check(text)).toEqual([violation]);
	});
});
