import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { inBothEngines } from "../helpers/in-engines";
import { published, runStart } from "../helpers/run-start";
import { sharedFile } from "../helpers/shared";

const ID = "nissan_leaf/nissan_leaf_1eaf01";
const WAIT = 40_000;
const folder = mkdtempSync(join(tmpdir(), "leafcast-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A battery that wakes up, is polled by another tester, and goes on: 86.6 %, 649 GIDs, 162.2 Ah. */
const LOG = `
(0.000000) can0 1DB#7FE0FFEA00000079
(0.010000) can0 55B#D8800000E7001123
(0.020000) can0 5BC#BB8000F0B6100000
(0.030000) can0 79B#0221010000000000
(0.040000) can0 7BB#10356101FFFFF8F1
(0.041000) can0 79B#3000000000000000
(0.050000) can0 7BB#210289FFFFF828FF
(0.060000) can0 7BB#22FFCC3F072A4650
(0.070000) can0 7BB#2394C93275038500
(0.080000) can0 7BB#2400A557227A000C
(0.090000) can0 7BB#257A520018BFEE80
(0.100000) can0 7BB#260001FFFFF828FF
(0.110000) can0 7BB#27FFF82801AEFFFF
(0.200000) can0 5BC#A24000F0B6000000
(0.210000) can0 1DB#0000C0EA000002A8
(0.220000) can0 1DB#0000C0EA000002A9
`;

inBothEngines((engine) =>
	test(
		"a recording of a few frames: what it ends with is what the broker has",
		async () => {
			const file = join(folder, "few.log");
			writeFileSync(file, LOG);
			const { code, lines } = await runStart("--replay", file, "--engine", engine, "--once").ended;
			expect(lines.at(-1)).toMatchObject({ event: "end", code: 0 });
			expect(code).toBe(0);
			expect(published(lines)).toMatchObject({
				[`${ID}/soc/state`]: "86.6",
				[`${ID}/health/state`]: "91",
				[`${ID}/voltage/state`]: "385.5",
				[`${ID}/capacity/state`]: "162.2",
				[`${ID}/gids/state`]: "649",
				[`${ID}/current/state`]: "0",
			});
			const values = lines.filter(({ event }) => event === "values").at(-1);
			// The frame with the wrong check sum was counted, the sentinel was not: it is no fault.
			expect(values).toMatchObject({ frames: 16, rejected: { crc: 1, dlc: 0, implausible: 0 } });
		},
		WAIT,
	),
);

const recording = sharedFile("vectors/replay/ze1_62_drive_leafspy.log");
if (recording === undefined) console.info("without ../shared the real drive is not replayed");
else {
	inBothEngines((engine) =>
		test(
			"a real drive with LeafSpy on the bus ends with its last known state",
			async () => {
				const { finalState } = JSON.parse(readFileSync(recording.replace(/\.log$/, ".json"), "utf8"));
				const { code, lines } = await runStart("--replay", recording, "--engine", engine, "--once").ended;
				expect(lines.at(-1)).toMatchObject({ event: "end", code: 0 });
				expect(code).toBe(0);
				expect(published(lines)).toMatchObject({
					[`${ID}/soc/state`]: String(finalState["55B.socPct"]),
					[`${ID}/health/state`]: String(finalState["5BC.sohPct"]),
					[`${ID}/voltage/state`]: String(finalState["1DB.voltageV"]),
					[`${ID}/gids/state`]: String(finalState["5BC.gids"]),
					// LeafSpy asked for it: 162.1998 Ah in each of its group 01 replies.
					[`${ID}/capacity/state`]: "162.2",
				});
				expect(lines.filter(({ event }) => event === "values").at(-1)).toMatchObject({
					rejected: { crc: 0, dlc: 0, implausible: 0 },
				});
			},
			WAIT,
		),
	);
}
