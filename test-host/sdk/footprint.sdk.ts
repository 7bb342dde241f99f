import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { describeWith } from "../helpers/needs";
import { sharedFile } from "../helpers/shared";
import { parseCandump } from "../virtual/candump";
import { Bench } from "./bench";
import { BUDGET, heaps, type Phase, writeFootprint } from "./footprint";
import type { MemoryUse } from "./memory-use";
import { BUILDING_TIME, describeWithSdk, WIDTH } from "./toolchain";

const WAIT = 60_000;
const KB = 1024;
/** Bytes. With pointers of 64 bits chunks are larger than on an ESP32: the budget is for 32. */
const LIMITS = { heaps: WIDTH === 32 ? BUDGET.heaps : 96 * KB, stack: 9 * KB };
/** Debian's mbed TLS has room for outgoing records of 16 KB, ESP-IDF for 4 KB. */
const MORE_THAN_THERE = 12 * KB;
/** How long is driven, ms; the firmware tells its figures once a second. */
const DRIVE = 20_000;
/** Of a drive that somebody has recorded; a clone without it takes a built-in car. */
const RECORDING = "vectors/replay/ze1_62_drive_leafspy.log";

describeWithSdk(() =>
	describeWith("mosquitto", () => {
		let bench: Bench;
		const phases: Phase[] = [];
		let memory: MemoryUse;

		beforeAll(async () => {
			// As on a board, where nobody reads what it says of each value.
			bench = await Bench.build({ trace: "console" });
		}, BUILDING_TIME);
		afterEach(() => bench.tidy());
		afterAll(() => bench?.close());

		test(
			"boot without settings",
			async () => {
				const board = bench.board();
				board.switchOn();
				await board.event({ event: "unconfigured" });
				await sleep(2500);
				phases.push({ name: "setup portal only", memory: board.memory });
			},
			WAIT,
		);

		test(
			"boot and TLS handshake, without a car",
			async () => {
				const board = bench.board(bench.settings(await bench.startBroker({ keyType: "RSA" })));
				board.switchOn();
				await board.event({ event: "connection", state: "online" });
				await sleep(2500);
				phases.push({ name: "boot, TLS handshake, announcement", memory: board.memory });
			},
			WAIT,
		);

		test(
			"a drive",
			async () => {
				const path = sharedFile(RECORDING);
				if (path === undefined) await bench.driveCar("aze0-24");
				else await bench.drive({ log: parseCandump(readFileSync(path, "utf8")).log, speed: 1 });
				const board = bench.board(bench.settings(await bench.startBroker({ keyType: "RSA" })));
				board.switchOn();
				await board.event({ event: "delivered" });
				await sleep(DRIVE);
				const last = board.events.findLast(({ event }) => event === "delivered");
				expect(last?.event === "delivered" && last.missing).not.toContain("soc");
				memory = board.memory;
				phases.push({ name: "the same and a drive", memory });
				writeFootprint(phases, memory.tlsPeak - MORE_THAN_THERE);
			},
			WAIT,
		);

		test("TLS stays within its budget", () => {
			expect(memory.tlsPeak).toBeGreaterThan(MORE_THAN_THERE);
			expect(memory.tlsPeak - MORE_THAN_THERE).toBeLessThanOrEqual(BUDGET.tls);
		});

		test("heaps and stack stay within their limits", () => {
			expect(heaps(memory)).toBeLessThanOrEqual(LIMITS.heaps);
			expect(memory.peak.stack).toBeLessThanOrEqual(LIMITS.stack);
		});
	}),
);
