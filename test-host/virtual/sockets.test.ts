import { once } from "node:events";
import { type AddressInfo, connect as connectTo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTLSServer } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { freePort } from "../helpers/free-port";
import { Certificate } from "./certificate";
import { Sockets } from "./sockets";
import { Event, HEADER, handleOf, uint32Of } from "./wire";

const HOST = "127.0.0.1";
const HANDLE = 0x1234;

/** The events that the firmware is told, one after another. */
class Inbox {
	readonly #events: Uint8Array[] = [];
	#wake: () => void = () => {};

	readonly post = (event: Uint8Array) => {
		this.#events.push(event);
		this.#wake();
	};

	/** How many have come that were not asked for. */
	get left(): number {
		return this.#events.length;
	}

	/** The content of the next event, which has to be of this kind and for this handle. */
	async next(code: number, handle = HANDLE): Promise<Uint8Array> {
		for (;;) {
			const event = this.#events.shift();
			if (event !== undefined) {
				expect([event[0], handleOf(event)]).toEqual([code, handle]);
				return event;
			}
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	async text(handle = HANDLE): Promise<string> {
		return Buffer.from((await this.next(Event.SOCKET_READABLE, handle)).subarray(HEADER)).toString();
	}

	/** How much the socket takes, counted from its beginning. */
	async limit(handle = HANDLE): Promise<number> {
		return uint32Of(await this.next(Event.SOCKET_WRITABLE, handle));
	}

	async error(handle = HANDLE): Promise<unknown> {
		return JSON.parse(Buffer.from((await this.next(Event.SOCKET_ERROR, handle)).subarray(HEADER)).toString());
	}
}

let server: Server;
let inbox: Inbox;
let sockets: Sockets;
const peers: Socket[] = [];
beforeEach(async () => {
	inbox = new Inbox();
	sockets = new Sockets(inbox.post);
	server = await listen(createServer());
});
afterEach(() => {
	sockets.cutAll();
	for (const peer of peers.splice(0)) peer.destroy();
	server.close();
});

async function listen(server: Server): Promise<Server> {
	server.on("connection", (peer) => peers.push(peer.on("error", () => {})));
	server.listen(0, HOST);
	await once(server, "listening");
	return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Connects a handle; resolves with the other end when the firmware has heard of it. */
async function connect(handle = HANDLE): Promise<Socket> {
	const accepted = once(server, "connection");
	sockets.open(handle, { host: HOST, port: portOf(server) });
	const [peer] = (await accepted) as [Socket];
	expect(await inbox.limit(handle)).toBe(8192);
	return peer;
}

describe("the sockets of the virtual board", () => {
	test("carry bytes both ways", async () => {
		const peer = await connect();
		peer.write("hello");
		expect(await inbox.text()).toBe("hello");
		sockets.write(HANDLE, Buffer.from("good day"));
		expect(String((await once(peer, "data"))[0])).toBe("good day");
	});

	test("count what may be written from the first byte on", async () => {
		const peer = await connect();
		peer.resume();
		sockets.write(HANDLE, new Uint8Array(8000));
		expect(await inbox.limit()).toBe(8000 + 8192);
		sockets.write(HANDLE, new Uint8Array(100));
		sockets.write(HANDLE, new Uint8Array(92));
		expect(await inbox.limit()).toBe(8192 + 8192);
	});

	test("are told apart by their handles", async () => {
		const [one, other] = [await connect(1), await connect(2)];
		other.write("other");
		expect(await inbox.text(2)).toBe("other");
		sockets.write(1, Buffer.from("one"));
		expect(String((await once(one, "data"))[0])).toBe("one");
		await inbox.limit(1);
		sockets.close(1);
		await once(one, "close");
		other.write("still there");
		expect(await inbox.text(2)).toBe("still there");
	});

	test("tell what came last, then why there is no more; the handle is free then", async () => {
		const peer = await connect();
		sockets.write(HANDLE, new Uint8Array(10));
		await inbox.limit();
		peer.end("bye");
		expect(await inbox.text()).toBe("bye");
		expect(await inbox.error()).toEqual({ reason: "connection-lost", message: "closed by the peer" });
		sockets.write(HANDLE, Uint8Array.of(1));
		expect((await connect()).destroyed).toBe(false);
	});

	test("tell why nobody could be reached", async () => {
		const port = portOf(server);
		server.close();
		sockets.open(HANDLE, { host: HOST, port });
		expect(await inbox.error()).toEqual({
			reason: "tcp-refused",
			message: expect.stringContaining("ECONNREFUSED"),
		});
	});

	test("send what was written before they close, and tell nothing afterwards", async () => {
		const peer = await connect();
		const received: Buffer[] = [];
		peer.on("data", (bytes) => received.push(bytes));
		sockets.write(HANDLE, new Uint8Array(8192));
		sockets.close(HANDLE);
		sockets.close(HANDLE);
		sockets.write(HANDLE, Uint8Array.of(1));
		await once(peer, "close");
		expect(Buffer.concat(received)).toHaveLength(8192);
		expect(inbox.left).toBe(0);
	});

	test("are cut all at once, as when the power goes, and can be used again", async () => {
		const ends = [await connect(1), await connect(2)].map((peer) => once(peer.resume(), "close"));
		sockets.write(1, new Uint8Array(100));
		sockets.cutAll();
		await Promise.all(ends);
		expect(inbox.left).toBe(0);
		await connect(1);
	});

	test("are made of the connections that a listener hands over", async () => {
		const port = await freePort();
		const listener = 7;
		sockets.listen(listener, port);
		const client = connectTo(port, HOST);
		peers.push(client);
		client.write("hello");
		expect([...(await inbox.next(Event.LISTENER_READABLE, listener)).subarray(HEADER)]).toEqual([1]);
		expect(sockets.read(listener, HANDLE)).toBe(true);
		expect(sockets.read(listener, 8)).toBe(false);
		sockets.accept(HANDLE);
		expect(await inbox.limit()).toBe(8192);
		expect(await inbox.text()).toBe("hello");
		sockets.write(HANDLE, Buffer.from("good day"));
		expect(String((await once(client, "data"))[0])).toBe("good day");
		expect(await inbox.limit()).toBe(8 + 8192);
		sockets.unlisten(listener);
		const late = connectTo(port, HOST);
		expect(((await once(late, "error")) as [NodeJS.ErrnoException])[0].code).toBe("ECONNREFUSED");
		client.end();
		expect(await inbox.error()).toMatchObject({ reason: "connection-lost" });
	});

	test("speak TLS to whom the given CA vouches for, and to nobody else", async () => {
		const [authority, stranger] = [await Certificate.root(), await Certificate.root()];
		const { pem: cert, key } = await authority.issue({ names: [HOST] });
		const secured = await listen(createTLSServer({ cert, key }, (peer) => peer.end("hello")));
		const [host, port] = [HOST, portOf(secured)];
		sockets.open(1, { host, port, secure: { certificate: stranger.pem } });
		expect(await inbox.error(1)).toMatchObject({ reason: "tls-untrusted" });
		sockets.open(2, { host, port, secure: { certificate: authority.pem } });
		await inbox.limit(2);
		expect(await inbox.text(2)).toBe("hello");
		secured.close();
	});
});
