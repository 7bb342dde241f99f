import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer, type TLSSocket as NodeTLSSocket, type Server, type TlsOptions } from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { TLSMemory, TLSOptions } from "../../../modules/tls/tls-options";
import { TLSSocket } from "../../../modules/tls/tls-socket";
import { needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { computerClock } from "../../virtual/computer-clock";
import { NodeTCP } from "../../virtual/node-tcp";
import { FakePeer } from "../mqtt/fake-tcp";
import { engineClass, Server as MemoryServer, problem } from "./connect";
import { slowTCP } from "./slow-tcp";

const HOST = "127.0.0.1";

const servers: Server[] = [];
const sockets: TLSSocket[] = [];
const peers: Socket[] = [];
afterEach(() => {
	for (const socket of sockets.splice(0)) socket.close();
	for (const peer of peers.splice(0)) peer.destroy();
	for (const server of servers.splice(0)) server.close();
});

let root: Certificate;
let leaf: Certificate;
beforeAll(async () => {
	root = await Certificate.root();
	leaf = await root.issue({ names: [HOST] });
});

async function listen(onPeer: (peer: NodeTLSSocket) => void, options: TlsOptions = {}): Promise<number> {
	const server = createServer({ cert: leaf.pem, key: leaf.key, ...options }, (peer) => {
		peer.on("error", () => {});
		onPeer(peer);
	});
	server.on("connection", (peer: Socket) => peers.push(peer));
	server.listen(0, HOST);
	servers.push(server);
	await once(server, "listening");
	return (server.address() as AddressInfo).port;
}

/** What a socket tells. */
class Told {
	writable = 0;
	offers = 0;
	received = Buffer.alloc(0);
	error: { reason?: string; message?: string } | undefined = undefined;
	inside = false;
	#wake = () => {};

	readonly callbacks = {
		onReadable: (count: number) => this.#note(() => this.readable(count)),
		onWritable: (count: number) => this.#note(() => this.#writable(count)),
		onError: (error?: unknown) => this.#note(() => (this.error = error as Error)),
	};

	readable: (count: number) => void = () => {};

	async until(condition: () => boolean): Promise<void> {
		while (!condition()) {
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	#writable(count: number): void {
		this.writable = count;
		this.offers += 1;
	}

	#note(note: () => void): void {
		if (this.inside) throw new Error("a callback from inside a method");
		note();
		this.#wake();
	}
}

function connect(port: number, more: Partial<TLSOptions> = {}): { socket: TLSSocket; told: Told } {
	const told = new Told();
	const socket = new TLSSocket({
		host: HOST,
		port,
		TCP: { io: NodeTCP },
		engine: engineClass(),
		secure: { certificate: root.pem },
		utc: () => Date.now(),
		after: computerClock.after,
		...told.callbacks,
		...more,
	});
	sockets.push(socket);
	told.readable = (count) => {
		const bytes = socket.read(count);
		told.received = Buffer.concat([told.received, Buffer.from(bytes ?? new ArrayBuffer(0))]);
	};
	return { socket, told };
}

/** Writes everything, a piece of `size` at a time, as room is offered. */
async function writeAll({ socket, told }: ReturnType<typeof connect>, bytes: Buffer, size: number) {
	for (let sent = 0; sent < bytes.length; ) {
		await told.until(() => told.writable > 0);
		const piece = bytes.subarray(sent, sent + Math.min(size, told.writable));
		told.inside = true;
		told.writable = socket.write(piece);
		told.inside = false;
		sent += piece.length;
	}
}

/** Content type of a record (RFC 8446, 5.1). */
const ALERT = 21;

/** The content type of the last record of a stream, which must be whole. */
function lastRecord(stream: Buffer): number | undefined {
	let type: number | undefined;
	let at = 0;
	for (; at < stream.length; at += 5 + stream.readUInt16BE(at + 3)) type = stream[at];
	return at === stream.length ? type : undefined;
}

/** Turns for all that goes on by itself. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

const pattern = (length: number) => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7) % 253));

needs("libmbedtls-dev", problem === undefined, () => {
	test.each([1, 100, 5000])("carries everything both ways, written in pieces of %d", async (size) => {
		const bytes = pattern(size === 1 ? 5000 : 100_000);
		const port = await listen((peer) => void peer.pipe(peer));
		const connection = connect(port);
		await writeAll(connection, bytes, size);
		await connection.told.until(() => connection.told.received.length === bytes.length);
		expect(connection.told.received.equals(bytes)).toBe(true);
	});

	test("goes on when the application reads later, and less than there is", async () => {
		const bytes = pattern(60_000);
		const port = await listen((peer) => void peer.write(bytes));
		const { socket, told } = connect(port);
		let waiting = 0;
		told.readable = (count) => {
			waiting = count;
		};
		while (told.received.length < bytes.length) {
			await told.until(() => waiting > 0);
			told.inside = true;
			const part = socket.read(Math.min(waiting, 1000));
			told.inside = false;
			waiting -= part?.byteLength ?? 0;
			told.received = Buffer.concat([told.received, Buffer.from(part ?? new ArrayBuffer(0))]);
		}
		expect(told.received.equals(bytes)).toBe(true);
	});

	test("offers room to write while the application does not read", async () => {
		const port = await listen((peer) => {
			peer.write("unread");
			peer.resume();
		});
		const connection = connect(port);
		connection.told.readable = () => {};
		await writeAll(connection, pattern(20_000), 2000);
	});

	test("takes no more than it has offered", async () => {
		const { socket, told } = connect(await listen(() => {}));
		expect(() => socket.write(new Uint8Array(1))).toThrow("overflow");
		await told.until(() => told.writable > 0);
		expect(() => socket.write(new Uint8Array(told.writable + 1))).toThrow("overflow");
		socket.write(new ArrayBuffer(told.writable));
	});

	test("sends what was written before it closes, then says goodbye", async () => {
		const bytes = pattern(1024);
		let received = Buffer.alloc(0);
		const ended = new Promise<void>((resolve) => {
			void listen((peer) => {
				peer.on("data", (data: Buffer) => {
					received = Buffer.concat([received, data]);
				});
				peer.on("end", resolve);
			}).then((port) => {
				const { socket, told } = connect(port);
				void told
					.until(() => told.writable > 0)
					.then(() => {
						socket.write(bytes);
						socket.close();
					});
			});
		});
		await ended;
		expect(received.equals(bytes)).toBe(true);
	});

	test.each([1, 7, 100_000])(
		"closes in order on a network that takes %d bytes at a time",
		async (atATime) => {
			const server = new MemoryServer({ cert: leaf.pem, key: leaf.key, maxVersion: "TLSv1.2" });
			const [bytes, sent] = [pattern(1024), [] as Buffer[]];
			const { socket, told } = connect(1, { TCP: { io: slowTCP(server, sent, atATime) } });
			await told.until(() => told.writable > 0);
			socket.write(bytes);
			const cut = once(server.socket, "cut");
			socket.close();
			await cut;
			await settle();
			expect(server.received.equals(bytes)).toBe(true);
			expect(lastRecord(Buffer.concat(sent))).toBe(ALERT);
			server.end();
		},
	);

	test("tells what came last, then that the peer has gone", async () => {
		const { told } = connect(await listen((peer) => void peer.end("bye")));
		await told.until(() => told.error !== undefined);
		expect(told.received.toString()).toBe("bye");
		expect(told.error).toMatchObject({ reason: "connection-lost", message: "closed by the peer" });
	});

	test("tells that the connection was cut", async () => {
		const port = await listen(() => {
			for (const peer of peers) peer.destroy();
		});
		const { told } = connect(port);
		await told.until(() => told.error !== undefined);
		expect(told.error?.reason).toMatch(/connection-lost|tls-failed/);
	});

	describe("tells why it does not come about:", () => {
		test("nobody listens", async () => {
			const port = await listen(() => {});
			servers.splice(0)[0]?.close();
			const { told } = connect(port);
			await told.until(() => told.error !== undefined);
			expect(told.error).toMatchObject({ reason: "tcp-refused" });
		});

		const rows: [string, () => Promise<Partial<TLSOptions>> | Partial<TLSOptions>][] = [
			["tls-untrusted", async () => ({ secure: { certificate: (await Certificate.root()).pem } })],
			["tls-untrusted", () => ({ secure: {} })],
			["tls-wrong-name", () => ({ secure: { certificate: root.pem, serverName: "other" } })],
			["tls-expired", () => ({ utc: () => Date.UTC(2100, 0) })],
			["tls-not-yet-valid", () => ({ utc: () => 0 })],
			["tls-no-time", () => ({ utc: () => undefined })],
			["tls-failed", () => ({ secure: { certificate: root.pem, clientCertificate: "x", clientKey: "y" } })],
		];
		test.each(rows)("%s", async (reason, more) => {
			const port = await listen(() => {});
			const { told } = connect(port, await more());
			await told.until(() => told.error !== undefined);
			expect(told.error?.reason).toBe(reason);
			expect(told.offers).toBe(0);
		});

		test("the server hears of it, too", async () => {
			const port = await listen(() => {});
			const heard = once(servers[0] as Server, "tlsClientError");
			connect(port, { secure: { certificate: (await Certificate.root()).pem } });
			const [error] = (await heard) as [Error];
			expect(error.message).toMatch(/unknown ca/);
		});

		test("the server hangs up during the handshake", async () => {
			const peer = new FakePeer();
			const { told } = connect(1, { TCP: { io: peer.TCP } });
			peer.offer();
			await settle();
			expect(peer.take().length).toBeGreaterThan(50);
			peer.fail(new Error("reset"));
			expect(told.error).toMatchObject({
				reason: "tls-failed",
				message: "the connection broke during the handshake: reset",
			});
			expect(peer.closed).toBe(1);
		});

		test("the server speaks something else", async () => {
			const peer = new FakePeer();
			const { told } = connect(1, { TCP: { io: peer.TCP } });
			peer.offer();
			peer.deliver(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"));
			await told.until(() => told.error !== undefined);
			expect(told.error?.reason).toBe("tls-failed");
		});
	});

	test("reads no more from the network than it has room for", async () => {
		const peer = new FakePeer();
		connect(1, { TCP: { io: peer.TCP } });
		peer.offer();
		// A record of a handshake that never ends.
		await settle();
		peer.deliver([22, 3, 3, 0x40, 0, ...Buffer.alloc(10_000)]);
		await settle();
		expect(peer.unread).toBe(0);
		expect(peer.closed).toBe(0);
	});

	test("sends as slowly as the network takes it", async () => {
		const peer = new FakePeer();
		connect(1, { TCP: { io: peer.TCP } });
		peer.offer(10);
		await settle();
		expect(peer.writes).toEqual([10]);
		peer.offer(1);
		expect(peer.writes).toEqual([10, 1]);
	});

	test("remembers the session and when the certificates expire", async () => {
		const memory: TLSMemory = {};
		const resumed: boolean[] = [];
		const port = await listen((peer) => {
			resumed.push(peer.isSessionReused());
			peer.write("x");
		});
		for (let count = 0; count < 3; count++) {
			const { socket, told } = connect(port, { memory });
			await told.until(() => told.received.length > 0);
			socket.close();
		}
		expect(resumed).toEqual([false, true, true]);
		expect(memory.expires).toBeGreaterThan(Date.now());
	});

	test("tells nothing after it was closed, in a callback or outside", async () => {
		const port = await listen((peer) => void peer.write(pattern(50_000)));
		const { socket, told } = connect(port);
		let calls = 0;
		told.readable = () => {
			calls += 1;
			socket.close();
		};
		await told.until(() => calls > 0);
		await settle();
		expect(calls).toBe(1);
		expect(told.error).toBeUndefined();
		expect(socket.read()).toBeUndefined();
		expect(() => socket.write(new Uint8Array(1))).toThrow();
	});
});
