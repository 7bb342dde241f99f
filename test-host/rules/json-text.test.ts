import { describe, expect, test } from "@jest/globals";
import { jsonViolations } from "./json-text";
import { firmwareTree, format } from "./source-tree";

const check = (file: string, text: string) => format(jsonViolations(new Map([[file, text]])));

describe("firmware writes JSON by jsonText", () => {
	test("in the firmware", () => {
		expect(format(jsonViolations(firmwareTree()))).toEqual([]);
	});

	test.each([
		["src/json.ts", "export const text = JSON.stringify({});"],
		["src/a.ts", "export const value = JSON.parse('1');"],
		["src/a.ts", "export const value = { JSON: 1 }.JSON;"],
	])("%s may say %s", (file, text) => {
		expect(check(file, text)).toEqual([]);
	});

	test.each([
		["src/a.ts", "export const text = JSON.stringify({});"],
		["main.ts", "const { stringify } = JSON;"],
		["modules/a/a.ts", 'export const f = JSON["stringify"];'],
		["boards/a.ts", "export const f = [1].map(JSON.stringify);"],
	])("%s may not say %s", (file, text) => {
		expect(check(file, text)).toEqual([`${file}:1: JSON for more than parse: use jsonText of src/json.ts`]);
	});
});
