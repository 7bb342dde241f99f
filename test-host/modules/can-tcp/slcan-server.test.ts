import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { SlcanServer } from "../../../modules/can-tcp/slcan-server";
import { NodeListener, type NodeListenerOptions } from "../../virtual/node-listener";
import { NodeTCP } from "../../virtual/node-tcp";

const FRAME = { id: 0x55b, dlc: 2, data: Uint8Array.of(0xa5, 0xc0, 0, 0, 0, 0, 0, 0) };
const BELL = "\u0007";

let server: SlcanServer;
let port: number;
const clients: Client[] = [];

/** A program on the network. */
class Client {
	readonly #socket: Socket;
	heard = "";
	ended = false;

	constructor() {
		this.#socket = connect({ host: "127.0.0.1", port });
		this.#socket.setEncoding("latin1");
		this.#socket.on("data", (text: string) => {
			this.heard += text;
		});
		this.#socket.on("close", () => {
			this.ended = true;
		});
		this.#socket.on("error", () => {});
		clients.push(this);
	}

	/** Says something, and waits for that to be heard. */
	async ask(text: string, answer: string): Promise<void> {
		this.heard = "";
		this.#socket.write(text);
		await until(() => this.heard === answer);
	}

	hangUp(): void {
		this.#socket.destroy();
	}
}

async function until(condition: () => boolean): Promise<void> {
	for (const end = Date.now() + 5000; !condition(); ) {
		if (Date.now() > end) throw new Error("it did not happen");
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

beforeEach(async () => {
	let listener: NodeListener | undefined;
	const io = class extends NodeListener {
		constructor(options: NodeListenerOptions) {
			super(options);
			listener = this;
		}
	};
	const opened = SlcanServer.open({
		...{ listener: { io }, socket: { io: NodeTCP }, port: 0, bitrate: 500_000 },
		now: () => performance.now(),
	});
	if ("reason" in opened) throw new Error(opened.reason);
	server = opened;
	port = await (listener as unknown as NodeListener).listening;
});

afterEach(() => {
	for (const client of clients.splice(0)) client.hangUp();
	server.close();
});

describe("the server", () => {
	test("shows the bus to two clients, and lets neither send", async () => {
		const [one, other] = [new Client(), new Client()];
		await one.ask("C\rS6\rO\r", "\r\r\r");
		await other.ask("L\r", "\r");
		one.heard = other.heard = "";
		server.frame(FRAME);
		server.poll();
		await until(() => one.heard === "t55B2A5C0\r" && other.heard === "t55B2A5C0\r");
		await one.ask("t79B80221010000000000\r", BELL);
		await other.ask("r1000\r", BELL);
		expect(server.counters).toEqual({ clients: 2, refused: 0, dropped: 0 });
	});

	test("says no to a third one and hangs up, until one of the two is gone", async () => {
		const [one] = [new Client(), new Client()];
		await until(() => server.counters.clients === 2);
		const third = new Client();
		await until(() => third.ended);
		expect(third.heard).toBe(BELL);
		expect(server.counters).toMatchObject({ clients: 2, refused: 1 });
		one?.hangUp();
		await until(() => server.counters.clients === 1);
		await new Client().ask("V\r", "V1013\r");
	});

	test("counts what clients have lost, also those that are gone", async () => {
		const client = new Client();
		await client.ask("L\r", "\r");
		for (let count = 0; count < 2000; count++) server.frame(FRAME);
		const { dropped } = server.counters;
		expect(dropped).toBeGreaterThan(1000);
		client.hangUp();
		await until(() => server.counters.clients === 0);
		expect(server.counters.dropped).toBe(dropped);
	});

	test("that is closed hangs up", async () => {
		const client = new Client();
		await client.ask("L\r", "\r");
		server.close();
		server.close();
		await until(() => client.ended);
		server.frame(FRAME);
		server.poll();
	});
});

test("a port that cannot be had is a reason", () => {
	const io = class {
		constructor() {
			throw new Error("in use");
		}
	} as never;
	const opened = SlcanServer.open({
		...{ listener: { io }, socket: { io: NodeTCP }, port: 1, bitrate: 500_000, now: () => 0 },
	});
	expect(opened).toEqual({ reason: "listen-failed" });
});
