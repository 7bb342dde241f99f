import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { SAMPLE_DEVICE } from "../helpers/sample-device";
import { announced } from "./announced";

const FILE = fileURLToPath(new URL("golden/single-component.json", import.meta.url));

// What Home Assistant has once seen it keeps: a change here is one that every owner will notice.
test("the documents are those of the golden file (UPDATE_GOLDEN=1 writes it)", () => {
	const documents = [...announced(SAMPLE_DEVICE)].map(([topic, payload]) => [topic, JSON.parse(payload)]);
	const text = `${JSON.stringify(Object.fromEntries(documents), undefined, "\t")}\n`;
	if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, text);
	expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(FILE, "utf8")));
});
