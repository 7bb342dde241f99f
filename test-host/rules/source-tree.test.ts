import { expect, test } from "@jest/globals";
import { firmwareTree, modulesIn } from "./source-tree";

test("the tree holds the firmware and nothing of the computer's side", () => {
	const tree = firmwareTree();
	expect([...tree.keys()]).toEqual(
		expect.arrayContaining([
			"manifest.json",
			"main.ts",
			"src/clock.ts",
			"src/can/frame.ts",
			"modules/mqtt/manifest.json",
		]),
	);
	expect(
		[...tree.keys()].filter((path) => /^(test-host|node_modules|build|src\/portal\/web)\//.test(path)),
	).toEqual([]);
	expect(tree.get("src/can/frame.ts")).toContain("CanFrame");
});

test("modules are TypeScript files with code, below a folder or of a name", () => {
	const names = ["src/a.ts", "src/b/c.ts", "src/d.d.ts", "src/e.json", "srcs/f.ts", "main.ts"];
	const tree = new Map(names.map((name) => [name, ""]));
	expect(modulesIn(tree, "src", "main.ts")).toEqual(["src/a.ts", "src/b/c.ts", "main.ts"]);
});
