import { pbkdf2Sync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { inBothEngines } from "../../helpers/in-engines";
import { bundleFirmware } from "../../virtual/bundle";
import { chooseEngine } from "../../virtual/engine/choose-engine";
import { Secrets } from "../../virtual/secrets";
import { Call, HEADER } from "../../virtual/wire";

const PROGRAM = fileURLToPath(new URL("seal-program.ts", import.meta.url));

inBothEngines((engine) => {
	test("the store seals, derives, exports and imports", async () => {
		const bundle = await bundleFirmware(PROGRAM);
		const secrets = new Secrets();
		const told: unknown[] = [];
		const running = await chooseEngine(engine).start(bundle.path, (call) => {
			const content = call.subarray(HEADER);
			if (call[0] === Call.SECRET) return secrets.answer(content);
			told.push(JSON.parse(Buffer.from(content).toString()));
			return new Uint8Array(0);
		});
		try {
			await running.post(Uint8Array.of(0));
		} finally {
			await running.stop();
			await bundle.remove();
		}
		const key = [...pbkdf2Sync("Password", "NaCl", 1000, 32, "sha256").subarray(0, 4)];
		const document = '{"device":{"name":"Kühlschrank 🚗"}}';
		expect(told).toEqual([
			["opened", true],
			["as another", { reason: "wrong-key" }],
			["key", key],
			["imported", { document }],
		]);
	});
});
