import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { SAMPLE_DEVICE } from "../helpers/sample-device";
import { announced } from "./announced";

const fileOf = (name: string) => fileURLToPath(new URL(`golden/${name}.json`, import.meta.url));

// What Home Assistant has once seen it keeps: a change here is one that every owner will notice.
test.each([
	["single-component", "components"],
	["device", "device"],
] as const)(
	"the documents are those of the golden file %s (UPDATE_GOLDEN=1 writes it)",
	(name, discovery) => {
		const messages = announced(SAMPLE_DEVICE, { discovery, keepValues: false });
		const documents = [...messages].map(([topic, payload]) => [topic, JSON.parse(payload)]);
		const text = `${JSON.stringify(Object.fromEntries(documents), undefined, "\t")}\n`;
		if (process.env["UPDATE_GOLDEN"]) writeFileSync(fileOf(name), text);
		expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(fileOf(name), "utf8")));
	},
);
