import { expect, test } from "@jest/globals";
import { deepFreeze } from "../../src/deep-freeze";

test("objects and arrays are frozen with everything in them, all else is left alone", () => {
	const bytes = new Uint8Array(2);
	const pattern = /x/;
	const read = () => 1;
	const table = deepFreeze([{ a: { b: [1, [2]] } }, { bytes, pattern, read, none: null }]);
	const [first] = table as [{ a: { b: unknown[] } }, unknown];
	for (const part of [table, first, first.a, first.a.b, first.a.b[1]])
		expect(Object.isFrozen(part)).toBe(true);
	for (const other of [bytes, pattern, read]) expect(Object.isFrozen(other)).toBe(false);
	expect(deepFreeze(5)).toBe(5);
});
