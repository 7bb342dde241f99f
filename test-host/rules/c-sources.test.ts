import { expect, test } from "@jest/globals";
import { needs } from "../helpers/needs";
import { canCompile, cSources, WIDTHS, warningsOf } from "./c-sources";

for (const { what, flags } of WIDTHS) {
	needs(what, canCompile(flags), () => {
		test.each(cSources().plain)("%s compiles without warnings", (file) => {
			expect(warningsOf(file, ...flags)).toBe("");
		});
	});
}
