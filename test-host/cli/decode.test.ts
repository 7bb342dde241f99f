import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** A 62 kWh car, with a flipped bit, a short frame, and a group 01 reply among other frames. */
const LOG = `(0.010) can0 1DB#0004C262000003B6
(0.020) can0 1DB#0004C262000003B7
(0.030) can0 1DB#0004C26200
(0.040) can0 55B#D8800000E7001123
(0.050) can0 1F2#1064000000000009
(0.060) can0 79B#0221010000000000
(0.061) can0 7BB#10356101FFFFFC18
(0.070) can0 7BB#2102AFFFFFFB62FF
(0.071) can0 55B#FFC05500FFC02193
(0.080) can0 7BB#22FFF0DD0B1C30D4
(0.090) can0 7BB#23951D3306039500
(0.100) can0 7BB#24017000269A000C
(0.110) can0 7BB#2544B500110BB880
(0.120) can0 7BB#260001FFFFFB62FF
(0.130) can0 7BB#27FFFCAA01ADFFFF
(0.140) can0 7BB#101F610401FE1401
(0.150) can0 7BB#22131304FFFFFFFF
(0.160) can0 7BB#10356101FFFFFC18
(0.170) can0 7BB#22FFF0DD0B1C30D4
(0.180) can0 7BB#037F2112FFFFFFFF
(0.190) can0 79A#0562120300130000
(0.200) can0 7BB#0759024E33D7004E
(0.210) can0 763#1082610100000000
`;

const GROUP_01 = {
	payloadLen: 53,
	current1A: -0.9766,
	current2A: -1.1543,
	packVoltageV: 381.73,
	aux12vRaw: 13062,
	insulationRaw: 917,
	hxRaw: 9882,
	hx: 96.5039,
	socPct: 80.4021,
	capacityAh: 111.7112,
};

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "decode-"));
	writeFileSync(join(folder, "car.log"), LOG);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in a process of its own. `closeAfter`: bytes of output after which nobody reads any more. */
function run(args: readonly string[], { input = "", closeAfter = Number.POSITIVE_INFINITY } = {}) {
	return new Promise<{ code: number | null; lines: unknown[]; out: string; err: string }>(
		(resolve, reject) => {
			const child = spawn(process.execPath, ["--import", "tsx", "test-host/cli/decode.ts", ...args], {
				cwd: ROOT,
			});
			let [out, err] = ["", ""];
			child.stdout.on("data", (data) => {
				out += data;
				if (out.length > closeAfter) child.stdout.destroy();
			});
			child.stderr.on("data", (data) => (err += data));
			child.stdin.on("error", () => {}).end(input);
			child.on("error", reject);
			child.on("close", (code) => {
				const lines = out.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
				resolve({ code, lines: lines.map((line) => JSON.parse(line)), out, err });
			});
		},
	);
}

describe("decode", () => {
	test("prints one line for each message and reply", async () => {
		const { code, lines, err } = await run(["--generation", "ZE1", join(folder, "car.log")]);
		expect({ code, err }).toEqual({ code: 0, err: "" });
		expect(lines).toEqual([
			{
				t: 0.01,
				id: "0x1DB",
				signals: expect.objectContaining({ voltageV: 388.5, currentFine12A: 0, prun: 3 }),
			},
			{ t: 0.02, id: "0x1DB", rejected: "crc" },
			{ t: 0.03, id: "0x1DB", rejected: "dlc" },
			{ t: 0.04, id: "0x55B", signals: { socPct: 86.6, irSensorRaw: 924, emptyFlag: 0, sleepBits: 1 } },
			{ t: 0.071, id: "0x55B", signals: { socPct: null, irSensorRaw: null, emptyFlag: 0, sleepBits: 2 } },
			{ t: 0.13, id: "0x7BB", group: "01", signals: GROUP_01 },
			{ t: 0.15, id: "0x7BB", group: "04", rejected: "sequence-gap", announcedLen: 31 },
			{ t: 0.17, id: "0x7BB", group: "01", rejected: "sequence-gap", announcedLen: 53 },
			{ t: 0.18, id: "0x7BB", rejected: "negative-response", service: "0x21", nrc: "0x12" },
			{ t: 0.19, id: "0x79A", did: "1203", signals: { qcCount: 19 } },
			{
				t: 0.2,
				id: "0x7BB",
				service: "19 02",
				signals: expect.objectContaining({ dtcs: ["P33D7"], status: "4E" }),
			},
			{ t: 0.21, id: "0x763", group: "01", rejected: "incomplete", announcedLen: 130 },
		]);
	});

	test("reads standard input; without a generation prints what all have in common", async () => {
		const { code, out } = await run(["-"], { input: "can0  1DB   [8]  00 04 C2 62 00 00 03 B6\n" });
		expect(code).toBe(0);
		expect(out).toMatch(/^\{"t":null,"id":"0x1DB","signals":\{"currentA":0,"voltageV":388.5,/);
		expect(out).not.toMatch(/currentFine12A|usableSocPct/);
	});

	test("passes over messages that the bus of the layout does not have", async () => {
		const { lines } = await run(["--generation", "car", join(folder, "car.log")]);
		expect(new Set(lines.map((line) => (line as { id: string }).id))).toEqual(
			new Set(["0x7BB", "0x79A", "0x763"]),
		);
	});

	test("names unreadable lines and goes on", async () => {
		const { code, lines, err } = await run(["-"], { input: `nonsense\n\n(1) can0 1DB#0\n${LOG}` });
		expect(code).toBe(1);
		expect(lines).toHaveLength(12);
		expect(err).toMatch(/^-:1: not a line of a candump log.*\n-:3: .*half a byte too much\n$/);
	});

	test.each([
		[["no-such.log"], 1, /no-such.log: no such file/],
		[["."], 1, /is a directory/],
		[[], 2, /give one FILE/],
		[["a", "b"], 2, /give one FILE/],
		[["--generation", "ZE2", "x"], 2, /--generation ZE2 is none of ZE0, AZE0, ZE1, CAR/],
		[["--colour", "x"], 2, /--colour/],
	])("%j fails", async (args, code, message) => {
		expect(await run(args)).toEqual({ code, lines: [], out: "", err: expect.stringMatching(message) });
	});

	test("explains itself", async () => {
		expect(await run(["--help"])).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^Usage: /) });
	});

	test("ends quietly when nobody reads on", async () => {
		const { code, err } = await run(["-"], { input: LOG.repeat(2000), closeAfter: 1000 });
		expect({ code, err }).toEqual({ code: 0, err: "" });
	});
});
