import { Resolver } from "node:dns/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CaptiveDns } from "../../../modules/captive-dns/captive-dns";
import type { Datagram } from "../../../modules/captive-dns/udp";
import { decodeDns, encodeDns } from "../../helpers/dns-message";
import { seeded } from "../../helpers/seeded";
import { Datagrams } from "../../virtual/datagrams";
import { Event, HEADER, packDatagram, unpackDatagram } from "../../virtual/wire";
import { hostilePacket } from "./hostile-packet";

const ADDRESS = "192.168.4.1";
const QUERY = encodeDns({ id: 7, questions: ["A example.org"] });

function setUp() {
	const sockets: FakeUDP[] = [];
	const ports = { taken: false };
	class FakeUDP {
		readonly sent: { bytes: Uint8Array; address: string; port: number }[] = [];
		readonly received: Datagram[] = [];
		readonly onReadable: (count: number) => void;
		readonly port: number;
		refuses = false;
		closed = false;
		constructor({ port, onReadable }: { port: number; onReadable(count: number): void }) {
			if (ports.taken) throw new Error("taken");
			this.port = port;
			this.onReadable = onReadable;
			sockets.push(this);
		}
		receive(...from: readonly string[]) {
			for (const address of from) {
				this.received.push(Object.assign(QUERY.slice().buffer as ArrayBuffer, { address, port: 4321 }));
			}
			this.onReadable(this.received.length);
		}
		read() {
			return this.received.shift();
		}
		write(bytes: Uint8Array, address: string, port: number) {
			if (this.refuses) throw new Error("no");
			this.sent.push({ bytes, address, port });
		}
		close() {
			this.closed = true;
		}
	}
	return { server: new CaptiveDns({ UDP: FakeUDP, address: ADDRESS }), sockets, ports };
}

describe("the server for names", () => {
	test("answers at port 53 everybody in its own network, and nobody else", () => {
		const { server, sockets } = setUp();
		expect(server.start()).toBeUndefined();
		const [socket] = sockets;
		socket?.receive("192.168.4.2", "192.168.40.2", "192.0.2.7", "192.168.4.3");
		expect(socket?.port).toBe(53);
		expect(socket?.sent.map(({ address, port }) => [address, port])).toEqual([
			["192.168.4.2", 4321],
			["192.168.4.3", 4321],
		]);
		const [first] = socket?.sent ?? [];
		expect(decodeDns(first?.bytes ?? QUERY).answers).toEqual(["A example.org 192.168.4.1 10"]);
	});

	test("goes on when an answer cannot be sent", () => {
		const { server, sockets } = setUp();
		server.start();
		const [socket] = sockets;
		if (socket === undefined) throw new Error("no socket");
		socket.refuses = true;
		socket.receive("192.168.4.2");
		socket.refuses = false;
		socket.receive("192.168.4.2");
		expect(socket.sent).toHaveLength(1);
	});

	test("can be stopped and started again", () => {
		const { server, sockets, ports } = setUp();
		server.stop();
		server.start();
		server.start();
		expect(sockets).toHaveLength(1);
		server.stop();
		expect(sockets[0]?.closed).toBe(true);
		ports.taken = true;
		expect(server.start()).toEqual({ reason: "listen-failed" });
		ports.taken = false;
		expect(server.start()).toBeUndefined();
		expect(sockets).toHaveLength(2);
	});
});

test("100000 packets of all kinds, and everything is as before", () => {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc") as () => void;
	const { server, sockets } = setUp();
	server.start();
	const [socket] = sockets;
	if (socket === undefined) throw new Error("no socket");
	const random = seeded(53);
	let answers = 0;
	const send = (count: number) => {
		for (let round = 0; round < count; round++) {
			const packet = hostilePacket(random).buffer as ArrayBuffer;
			socket.received.push(Object.assign(packet, { address: "192.168.4.2", port: round % 65536 }));
			socket.onReadable(1);
			answers += socket.sent.splice(0).length;
		}
		collect();
		return process.memoryUsage().heapUsed;
	};
	const before = send(2000);
	expect(send(100_000) - before).toBeLessThan(500_000);
	expect(answers).toBeGreaterThan(20_000);
	socket.receive("192.168.4.2");
	expect(socket.sent).toHaveLength(1);
});

describe("a real resolver", () => {
	const resolver = new Resolver({ timeout: 2000, tries: 2 });
	let server: CaptiveDns;
	let datagrams: Datagrams;

	beforeAll(async () => {
		const board = new Map<number, (event: Uint8Array) => void>();
		datagrams = new Datagrams((event) => board.get(event[0] ?? 0)?.(event.subarray(HEADER)), 0);
		/** The UDP of the virtual board, without an engine in between. */
		class UDP {
			readonly #received: Datagram[] = [];
			constructor({ port, onReadable }: { port: number; onReadable(count: number): void }) {
				datagrams.open(1, port);
				board.set(Event.UDP_RECEIVED, (content) => {
					const { bytes, address, port } = unpackDatagram(content);
					this.#received.push(Object.assign(bytes.slice().buffer as ArrayBuffer, { address, port }));
					onReadable(this.#received.length);
				});
			}
			read = () => this.#received.shift();
			write(bytes: Uint8Array, address: string, port: number) {
				datagrams.send(1, unpackDatagram(packDatagram({ bytes, address, port })));
			}
			close = () => datagrams.close(1);
		}
		server = new CaptiveDns({ UDP, address: ADDRESS });
		server.start();
		while (datagrams.dnsPort === undefined) await new Promise(setImmediate);
		resolver.setServers([`127.0.0.1:${datagrams.dnsPort}`]);
	});
	afterAll(() => server.stop());

	test("gets the board's address for every name", async () => {
		const names = ["captive.apple.com", "connectivitycheck.gstatic.com", "leafcast.setup", "a.b.c.d.example"];
		for (const name of names)
			expect(await resolver.resolve4(name, { ttl: true })).toEqual([{ address: ADDRESS, ttl: 10 }]);
	});

	test("is told at once that there is nothing else", async () => {
		for (const type of ["AAAA", "TXT", "MX"]) {
			await expect(resolver.resolve("example.org", type)).rejects.toMatchObject({ code: "ENODATA" });
		}
	});

	test("is answered a hundred times at a time", async () => {
		const answers = await Promise.all(
			Array.from({ length: 100 }, (_, index) => resolver.resolve4(`host-${index}.example`)),
		);
		expect(new Set(answers.flat())).toEqual(new Set([ADDRESS]));
	});
});
