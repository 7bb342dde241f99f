import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { describeWith, findProgram, verdict } from "./needs";

describe("findProgram", () => {
	const folder = mkdtempSync(join(tmpdir(), "needs-"));
	const path = process.env["PATH"];
	beforeAll(() => {
		process.env["PATH"] = `/no/such/folder::${folder}`;
	});
	afterAll(() => {
		process.env["PATH"] = path;
		rmSync(folder, { recursive: true });
	});

	test("finds what can be run", () => {
		const file = join(folder, "leafcast-program");
		writeFileSync(file, "");
		expect(findProgram("leafcast-program")).toBeUndefined();
		chmodSync(file, 0o755);
		expect(findProgram("leafcast-program")).toBe(file);
		mkdirSync(join(folder, "leafcast-folder"));
		expect(findProgram("leafcast-folder")).toBeUndefined();
	});
});

describe("a missing program", () => {
	test("is a reason to skip, but not in CI", () => {
		expect([verdict(true, undefined), verdict(true, "true")]).toEqual(["run", "run"]);
		expect([verdict(false, undefined), verdict(false, ""), verdict(false, "true")]).toEqual([
			"skip",
			"skip",
			"fail",
		]);
	});
});

let ran = false;
describeWith("node", () => {
	test("runs what can be run", () => {
		ran = true;
	});
});

test("describeWith has run its tests", () => {
	expect(ran).toBe(true);
});
