import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Flash } from "./flash";

const SETTINGS = { path: "leafcast", key: "settings" };

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "leafcast-flash-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (flash: Flash, { path, key } = SETTINGS) => flash.request({ op: "read", path, key });
const write = (flash: Flash, value: string, { path, key } = SETTINGS) =>
	flash.request({ op: "write", path, key, value });

describe("the virtual flash", () => {
	test.each([false, true])("gives back what was written last (in a folder: %j)", (kept) => {
		const flash = kept ? new Flash(folder) : new Flash();
		expect(read(flash)).toBeUndefined();
		expect(write(flash, "old")).toBeUndefined();
		write(flash, "ü\n\0");
		expect(read(flash)).toBe("ü\n\0");
		write(flash, "");
		expect(read(flash)).toBe("");
	});

	test("keeps keys and namespaces apart", () => {
		const flash = new Flash();
		const others = [
			{ path: "leafcast", key: "other" },
			{ path: "other", key: "settings" },
		];
		for (const at of others) write(flash, `${at.path}/${at.key}`, at);
		expect(read(flash)).toBeUndefined();
		write(flash, "mine");
		flash.request({ op: "delete", ...SETTINGS });
		expect(read(flash)).toBeUndefined();
		expect(others.map((at) => read(flash, at))).toEqual(["leafcast/other", "other/settings"]);
	});

	test("keeps bytes as well as texts", () => {
		const value = { base64: "AAH/" };
		new Flash(folder).request({ op: "write", ...SETTINGS, value });
		expect(read(new Flash(folder))).toEqual(value);
	});

	test("outlives the device in a folder, which it makes", () => {
		const deep = join(folder, "a", "b");
		write(new Flash(deep), "kept");
		const second = new Flash(deep);
		expect(read(second)).toBe("kept");
		second.request({ op: "delete", ...SETTINGS });
		expect(read(new Flash(deep))).toBeUndefined();
	});

	test("forgets everything without a folder", () => {
		write(new Flash(), "forgotten");
		expect(read(new Flash())).toBeUndefined();
	});

	test("writes nothing for reading", () => {
		read(new Flash(folder));
		expect(readdirSync(folder)).toEqual([]);
	});

	test("replaces the whole file: who still has the old one reads it to the end", () => {
		const flash = new Flash(folder);
		write(flash, "old");
		const [file, old] = [join(folder, "flash.json"), join(folder, "old.json")];
		linkSync(file, old);
		const before = readFileSync(file, "utf8");
		write(flash, "new");
		expect(readFileSync(old, "utf8")).toBe(before);
		expect(readFileSync(file, "utf8")).not.toBe(before);
		expect(readdirSync(folder).sort()).toEqual(["flash.json", "old.json"]);
	});

	test("does not care about a write that the power cut short", () => {
		write(new Flash(folder), "old");
		writeFileSync(join(folder, "flash.json.new"), '{"leafcast": {"sett');
		const flash = new Flash(folder);
		expect(read(flash)).toBe("old");
		write(flash, "new");
		expect(read(new Flash(folder))).toBe("new");
	});

	test.each([
		["", "JSON"],
		["{", "JSON"],
		...["null", "[]", '{"leafcast": "settings"}', '{"leafcast": {"settings": 1}}'].map((content) => [
			content,
			"it does not hold texts",
		]),
	])("names a file that is none of its own: %j", (content, why) => {
		const file = join(folder, "flash.json");
		writeFileSync(file, content);
		const open = () => new Flash(folder);
		expect(open).toThrow(`${file} is not readable: `);
		expect(open).toThrow(why);
	});
});
