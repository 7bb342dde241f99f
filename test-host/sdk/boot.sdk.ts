import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { freePort } from "../helpers/free-port";
import { LinuxBoard } from "./linux-board";
import { BUILDING_TIME, buildFirmware, buildHost, describeWithSdk } from "./toolchain";

const WAIT = 40_000;

describeWithSdk(() => {
	let host: string;
	let firmware: string;
	let board: LinuxBoard | undefined;

	beforeAll(async () => {
		const nobody = String(await freePort());
		host = await buildHost();
		const settings = JSON.stringify({
			version: 1,
			mqtt: { host: "localhost", port: Number(nobody), tls: false },
		});
		const ports = { canPort: nobody, portalPort: nobody, mdnsPort: nobody };
		firmware = await buildFirmware({ canHost: "localhost", ...ports, settings });
	}, BUILDING_TIME);

	afterEach(async () => {
		await board?.remove();
		board = undefined;
	});

	test(
		"a board without settings starts with those of the command line, and keeps the number that it gives itself",
		async () => {
			board = new LinuxBoard(host, firmware);
			board.switchOn();
			const started = await board.event({ event: "started" });
			expect(started).toMatchObject({ clientId: expect.stringMatching(/^nissan_leaf_[0-9a-f]{6}$/) });
			await board.cutPower();
			board.switchOn();
			expect(await board.event({ event: "started" })).toEqual(started);
		},
		WAIT,
	);

	test(
		"a board with settings of its own starts with these",
		async () => {
			const mqtt = { host: "localhost", port: 1, tls: false, clientId: "mine" };
			board = new LinuxBoard(host, firmware, { version: 1, mqtt });
			board.switchOn();
			const started = await board.event({ event: "started" });
			expect(started).toMatchObject({ clientId: "mine", broker: "localhost:1" });
		},
		WAIT,
	);
});
