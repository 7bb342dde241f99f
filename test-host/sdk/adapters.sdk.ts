import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { decodeDns, encodeDns } from "../helpers/dns-message";
import { freePort } from "../helpers/free-port";
import { needs } from "../helpers/needs";
import { startTimeServer } from "../virtual/time-server";
import { LinuxBoard } from "./linux-board";
import { BUILDING_TIME, buildFirmware, buildHost, describeWithSdk } from "./toolchain";

const WAIT = 40_000;
const HOUR = 3_600_000;
/** Of time servers, at an address that no daemon of this computer uses. */
const NTP = { port: 123, address: "127.0.0.123" };

describeWithSdk(() => {
	let programs: [host: string, firmware: string];
	let mdnsPort: number;
	let board: LinuxBoard | undefined;
	let asker: Socket;

	beforeAll(async () => {
		mdnsPort = await freePort();
		const [canPort, portalPort] = [String(await freePort()), String(await freePort())];
		const ports = { canPort, portalPort, mdnsPort: String(mdnsPort) };
		programs = [await buildHost(), await buildFirmware({ canHost: "localhost", ...ports })];
		asker = createSocket("udp4");
		asker.bind(0, "127.0.0.1");
		await once(asker, "listening");
	}, BUILDING_TIME);

	afterEach(async () => {
		await board?.remove();
		board = undefined;
	});
	afterAll(() => void asker?.close());

	/** Switches a board on that looks for a broker where there is none. */
	function start(more: object = {}): LinuxBoard {
		const mqtt = { host: "localhost", port: 1, tls: false, clientId: "sdk" };
		board = new LinuxBoard(...programs, { version: 1, mqtt, ...more });
		board.switchOn();
		return board;
	}

	const ask = (bytes: Uint8Array) => asker.send(bytes, mdnsPort, "127.0.0.1");

	test(
		"UDP on a port: a board tells its name and answers for it, whatever else comes",
		async () => {
			const named = await start().event({ event: "name" });
			const { name, address } = named as Extract<typeof named, { event: "name" }>;
			expect(name).toMatch(/^leafcast-[0-9a-f]{4}\.local$/);
			expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
			// Its name points at itself.
			ask(Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 255, 0, 1));
			ask(Uint8Array.of(1, 2, 3));
			ask(encodeDns({ id: 7, questions: [`A ${name}`] }));
			const [answer] = (await once(asker, "message")) as [Uint8Array];
			expect(decodeDns(answer)).toMatchObject({ id: 7, answers: [`A ${name} ${address} 10`] });
		},
		WAIT,
	);

	test(
		"UDP that does not get its port: the board says so and goes on",
		async () => {
			const other = createSocket("udp4");
			other.bind(mdnsPort, "0.0.0.0");
			await once(other, "listening");
			const started = start();
			await started.event({ event: "fault", where: "name" });
			await new Promise<void>((resolve) => void other.close(resolve));
			await started.event({ event: "name" });
		},
		WAIT,
	);

	test(
		"Listener and TCP from it: a board shows its bus to whoever connects",
		async () => {
			const servePort = await freePort();
			await start({ car: { bus: "ev-can", servePort } }).event({ event: "started" });
			const client = connect(servePort, "127.0.0.1");
			await once(client, "connect");
			client.write("V\r");
			const [version] = await once(client, "data");
			expect(String(version)).toMatch(/^V\d{4}\r/);
			client.destroy();
		},
		WAIT,
	);

	needs(`the right to listen on port ${NTP.port}`, mayListen(NTP.port), () => {
		test(
			"SNTP and the clock: a board takes the time of its server",
			async () => {
				const utc = Date.now() + HOUR;
				const server = await startTimeServer(() => utc, NTP);
				try {
					const told = await start({ device: { timeServers: NTP.address } }).event({ event: "time" });
					const off = "utc" in told ? Date.parse(told.utc as string) - utc : Number.NaN;
					expect(Math.abs(off)).toBeLessThan(1000);
				} finally {
					await server.stop();
				}
			},
			WAIT,
		);
	});
});

/** Whether a program of ours may have a port below 1024. */
function mayListen(port: number): boolean {
	if (process.getuid?.() === 0) return true;
	try {
		return Number(readFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start", "utf8")) <= port;
	} catch {
		return false;
	}
}
