import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { inBothEngines } from "../helpers/in-engines";
import { findProgram, needs } from "../helpers/needs";
import { runStart, type Started } from "../helpers/run-start";
import { type EmbeddedBroker, startBroker } from "../virtual/broker";
import { findXsWorker } from "../virtual/engine/xs-engine";
import { startKeptBroker } from "../virtual/kept-broker";

const AVAILABILITY = "nissan_leaf/nissan_leaf_1eaf01/availability";
const WAIT = 40_000;

describe("the end of a device", () => {
	const folder = mkdtempSync(join(tmpdir(), "leafcast-ending-"));
	let broker: EmbeddedBroker;

	beforeEach(async () => {
		broker = await startBroker();
	});
	afterEach(async () => {
		await broker.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	/** A device whose values have come to our broker, and a promise of the next `offline`. */
	const running = async (engine: string): Promise<{ started: Started; offline: Promise<string> }> => {
		const ca = join(mkdtempSync(join(tmpdir(), "leafcast-ending-")), "ca.pem");
		writeFileSync(ca, broker.caPem);
		const url = `mqtts://localhost:${broker.port}`;
		const started = runStart("--broker", url, "--ca", ca, "--car", "ze0-24", "--engine", engine);
		await started.line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
		expect(broker.retained.get(AVAILABILITY)).toBe("online");
		const offline = new Promise<string>((resolve) => {
			broker.onPublish((topic, payload) => {
				if (topic === AVAILABILITY) resolve(payload);
			});
		});
		return { started, offline };
	};

	needs("the XS engine and pgrep", [findXsWorker(), findProgram("pgrep")].every(Boolean), () => {
		test(
			"a kill -9 of the firmware process makes the broker publish offline",
			async () => {
				const { started, offline } = await running("xs");
				const pid = execFileSync("pgrep", ["-P", String(started.child.pid), "xsnap"], { encoding: "utf8" });
				process.kill(Number(pid), "SIGKILL");
				expect(await offline).toBe("offline");
				expect(broker.retained.get(AVAILABILITY)).toBe("offline");
				const { code, lines } = await started.ended;
				expect(code).toBe(1);
				expect(lines.at(-1)).toMatchObject({ event: "end", text: "the firmware process ended: SIGKILL" });
			},
			WAIT,
		);
	});

	inBothEngines((engine) => {
		test(
			"a kill -9 of everything does, too",
			async () => {
				const { started, offline } = await running(engine);
				started.child.kill("SIGKILL");
				expect(await offline).toBe("offline");
			},
			WAIT,
		);

		test.each(["SIGINT", "SIGTERM"] as const)(
			"%s ends it cleanly: the device itself says offline, exit code 0",
			async (signal) => {
				const { started, offline } = await running(engine);
				started.child.kill(signal);
				expect(await offline).toBe("offline");
				const { code, lines } = await started.ended;
				expect(code).toBe(0);
				const messages = lines.filter(({ event }) => event === "published");
				expect(messages.at(-1)).toMatchObject({ topic: AVAILABILITY, payload: "offline" });
				expect(lines.map(({ event }) => event)).toContain("stopped");
			},
			WAIT,
		);
	});

	test(
		"when its own broker's port is taken it says so, and ends",
		async () => {
			const state = mkdtempSync(join(tmpdir(), "leafcast-ending-"));
			const kept = await startKeptBroker(state, {});
			const { code, errors } = await runStart("--state", state).ended;
			await kept.stop();
			rmSync(state, { recursive: true });
			expect(code).toBe(2);
			expect(errors).toMatch(/^--state .*EADDRINUSE/);
		},
		WAIT,
	);

	test(
		"without a broker it says why, and stops all the same",
		async () => {
			const { port } = broker;
			await broker.stop();
			const started = runStart("--broker", `mqtt://localhost:${port}`);
			const refused = await started.line(({ reason }) => reason === "tcp-refused");
			expect(refused).toMatchObject({ event: "connection", state: "waiting" });
			started.child.kill("SIGINT");
			expect((await started.ended).code).toBe(0);
		},
		WAIT,
	);
});
