import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { inBothEngines } from "../helpers/in-engines";
import { connectPacket, publishPacket } from "../helpers/raw-mqtt";
import { runStart } from "../helpers/run-start";
import { type EmbeddedBroker, startBroker } from "../virtual/broker";

const ROOT = "nissan_leaf/nissan_leaf_1eaf01";
const WAIT = 40_000;

describe("a device that is told", () => {
	let folder: string;
	let broker: EmbeddedBroker;
	let owner: TLSSocket | undefined;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), "leafcast-owner-"));
		broker = await startBroker();
	});
	afterEach(async () => {
		owner?.destroy();
		await broker.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	/** A device whose values have come to our broker. */
	const running = async (engine: string) => {
		const ca = join(folder, "ca.pem");
		writeFileSync(ca, broker.caPem);
		const url = `mqtts://localhost:${broker.port}`;
		const started = runStart("--broker", url, "--ca", ca, "--car", "ze0-24", "--engine", engine);
		await started.line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
		return started;
	};

	/** Sends one command as somebody else, who stays: what a client sends last before it goes may be lost. */
	const tell = (command: string, payload: string) => {
		const socket = connect({ host: "localhost", port: broker.port, ca: broker.caPem }, () => {
			socket.write(connectPacket({ clientId: "owner" }));
			socket.once("data", () => socket.write(publishPacket(`${ROOT}/${command}/set`, payload)));
		});
		owner = socket;
	};

	inBothEngines((engine) => {
		test(
			"to restart says goodbye, is loaded anew and tells everything again",
			async () => {
				const started = await running(engine);
				const told: string[] = [];
				let again = () => {};
				const back = new Promise<void>((resolve) => {
					again = resolve;
				});
				broker.onPublish((topic, payload) => {
					if (topic === `${ROOT}/availability`) told.push(payload);
					if (topic === `${ROOT}/soc/state` && told.includes("online")) again();
				});
				tell("restart", "PRESS");
				await back;
				expect(told).toEqual(["offline", "online"]);
				started.child.kill("SIGINT");
				const { code, lines } = await started.ended;
				expect(code).toBe(0);
				expect(lines.filter(({ event }) => event === "started")).toHaveLength(2);
			},
			WAIT,
		);

		test(
			"to remove itself leaves nothing at the broker",
			async () => {
				const started = await running(engine);
				tell("remove", "REMOVE");
				await started.line(({ event, state }) => event === "connection" && state === "removed");
				started.child.kill("SIGINT");
				await started.ended;
				const left = [...broker.retained].filter(([, payload]) => payload !== "").map(([topic]) => topic);
				expect(left).toEqual([]);
			},
			WAIT,
		);
	});
});
