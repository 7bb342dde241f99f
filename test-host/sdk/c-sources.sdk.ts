import { beforeAll, expect, test } from "@jest/globals";
import { needs } from "../helpers/needs";
import { canCompile, cSources, WIDTHS, warningsOf } from "../rules/c-sources";
import { BUILDING_TIME, buildFirmware, describeWithSdk, headerFlags } from "./toolchain";

describeWithSdk(() => {
	// It writes headers that the files include.
	beforeAll(() => buildFirmware({}), BUILDING_TIME);

	for (const { what, flags } of WIDTHS) {
		needs(what, canCompile(flags), () => {
			test.each(cSources().withSdk)("%s compiles without warnings", (file) => {
				expect(warningsOf(file, ...flags, ...headerFlags())).toBe("");
			});
		});
	}
});
