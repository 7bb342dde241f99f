import { afterEach, expect, test } from "@jest/globals";
import { CanTcp, type ErrorReason } from "../../modules/can-tcp/can-tcp";
import { freePort } from "../helpers/free-port";
import { inBothEngines } from "../helpers/in-engines";
import { runStart } from "../helpers/run-start";
import { NodeTCP } from "../virtual/node-tcp";

const WAIT = 40_000;
const REQUEST = { id: 0x79b, dlc: 8, data: Uint8Array.of(2, 0x21, 1, 0, 0, 0, 0, 0) };

const endings: (() => void)[] = [];
afterEach(() => {
	for (const end of endings.splice(0)) end();
});

/** A program that watches the bus of the device and would like to send. */
function watch(port: number) {
	const ids = new Set<number>();
	const errors: ErrorReason[] = [];
	const opened = CanTcp.open({
		...{ host: "127.0.0.1", port, socket: { io: NodeTCP }, bitrate: 500_000, now: () => performance.now() },
		accept: { replies: [], always: [], inTurn: [] },
		onFrame: ({ id }) => void ids.add(id),
		onError: (reason) => void errors.push(reason),
	});
	if ("reason" in opened) throw new Error(opened.reason);
	const timer = setInterval(() => opened.poll(), 20);
	endings.push(() => {
		clearInterval(timer);
		opened.close();
	});
	return { can: opened, ids, errors };
}

async function until(condition: () => boolean): Promise<void> {
	for (const end = Date.now() + WAIT / 2; !condition(); ) {
		if (Date.now() > end) throw new Error("it did not happen");
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

inBothEngines((engine) => {
	test(
		"shows its bus to whoever connects, the whole of it while it only listens, and sends nothing for them",
		async () => {
			const port = await freePort();
			const { child, line } = runStart(
				...["--engine", engine, "--car", "aze0-24", "--passive", "--serve-can", String(port)],
			);
			endings.push(() => child.kill("SIGKILL"));
			await line(({ event }) => event === "values");
			const { can, ids, errors } = watch(port);
			// 0x50A is on the bus, and of no use to the firmware.
			await until(() => ids.has(0x1db) && ids.has(0x50a));
			can.setMode("normal");
			expect(can.send(REQUEST)).toBe(true);
			await until(() => can.counters.refused === 1);
			expect(can.counters.sent).toBe(0);
			expect(ids.has(0x7bb)).toBe(false);
			expect(errors).toEqual([]);
			await line(({ event }) => event === "delivered");
		},
		WAIT,
	);
});
