import { expect, test } from "@jest/globals";
import { type EngineGlobals, onAbort } from "../../../modules/system/abort-hook";

test("the engine finds its hook, and is not kept from restarting the board", () => {
	const told: unknown[] = [];
	const engine: EngineGlobals = {};
	onAbort(engine, (why, exception) => told.push(why, exception));
	const error = new Error("x");
	expect(engine.abort?.("unhandled exception", error)).not.toBe(false);
	expect(told).toEqual(["unhandled exception", error]);
});
