import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { startKeptBroker } from "./kept-broker";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "leafcast-broker-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Port and authority, as a device has them in its settings. */
async function known(at: string): Promise<readonly [number, string]> {
	const broker = await startKeptBroker(at, {});
	await broker.stop();
	return [broker.port, broker.caPem];
}

test("a broker is the same again in its folder, which it makes, and another one elsewhere", async () => {
	const [first, again, other] = [
		await known(join(folder, "a")),
		await known(join(folder, "a")),
		await known(join(folder, "b")),
	];
	expect(again).toEqual(first);
	expect(other[1]).not.toBe(first[1]);
});

test("a broker whose file is broken names it", async () => {
	writeFileSync(join(folder, "broker.json"), "{");
	await expect(startKeptBroker(folder, {})).rejects.toThrow(`${join(folder, "broker.json")} is not readable`);
});
