import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../../helpers/needs";
import { type Bundle, bundleFirmware } from "../bundle";
import { chooseEngine } from "./choose-engine";
import type { CallHandler, Engine } from "./engine";
import { findXsWorker } from "./xs-engine";

const THROWER = fileURLToPath(new URL("thrower.ts", import.meta.url));
const [THROW, CALL, LOOP] = [0, 1, 2].map((code) => Uint8Array.of(code)) as [
	Uint8Array,
	Uint8Array,
	Uint8Array,
];

let bundle: Bundle;
beforeAll(async () => {
	bundle = await bundleFirmware(THROWER);
});
afterAll(() => bundle.remove());

const start = (kind: "xs" | "node", onCall: CallHandler = (call) => call): Promise<Engine> =>
	chooseEngine(kind).start(bundle.path, onCall);

/** What both engines promise. */
function behaves(kind: "xs" | "node"): void {
	test("shows an exception with file and line of the TypeScript source", async () => {
		const engine = await start(kind);
		const line =
			readFileSync(THROWER, "utf8")
				.split("\n")
				.findIndex((text) => text.includes("throw new")) + 1;
		const stack = await engine.post(THROW).then(String, (error: Error) => error.message);
		expect(stack).toContain("TypeError: no cells");
		expect(stack).toMatch(new RegExp(`readCells.*thrower\\.ts:${line}`));
		await engine.stop();
	});

	test("shows as much of one that is thrown while the program is loaded", async () => {
		const broken = await bundleFirmware(fileURLToPath(new URL("broken.ts", import.meta.url)));
		const loaded = chooseEngine(kind).start(broken.path, (call) => call);
		await expect(loaded).rejects.toThrow(/RangeError: no such pin[\s\S]*findPins.*broken\.ts:4/);
		await broken.remove();
	});

	test("goes on after an exception", async () => {
		const engine = await start(kind);
		await expect(engine.post(THROW)).rejects.toThrow();
		await engine.post(CALL);
		await engine.stop();
	});

	test("calls out and gets an answer, within one event", async () => {
		const calls: number[][] = [];
		const engine = await start(kind, (call) => {
			calls.push([...call]);
			return call.map((byte) => byte * 2);
		});
		await Promise.all([engine.post(CALL), engine.post(CALL)]);
		expect(calls).toEqual([
			[1, 2, 3],
			[2, 4, 6],
			[1, 2, 3],
			[2, 4, 6],
		]);
		await engine.stop();
		expect(await engine.exited).toMatchObject({ expected: true });
	});
}

describe("in Node", () => behaves("node"));

needs("the XS engine", findXsWorker() !== undefined, () => {
	behaves("xs");

	test("counts computrons, the same each time", async () => {
		const engine = await start("xs");
		const costs = [await engine.post(CALL), await engine.post(CALL)].map(({ computrons }) => computrons);
		expect(costs[0]).toBeGreaterThan(10);
		expect(costs[0]).toBe(costs[1]);
		await engine.stop();
	});

	test("is ended even when it is lost in a loop, and says so to whoever waits", async () => {
		const engine = await start("xs");
		const lost = expect(engine.post(LOOP)).rejects.toThrow("SIGKILL");
		await engine.stop();
		await lost;
	});
});

test("without XS the firmware runs in Node, and one line says so", () => {
	const { name, note } = chooseEngine(undefined, () => undefined);
	expect(name).toMatch(/^Node /);
	expect(note).toMatch(/XS engine/);
	expect(note?.split("\n")).toHaveLength(1);
	expect(chooseEngine("node").note).toBeUndefined();
});
