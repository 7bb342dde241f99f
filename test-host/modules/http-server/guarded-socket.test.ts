import { describe, expect, test } from "@jest/globals";
import { type GuardedSocket, guarded, type SocketEvents } from "../../../modules/http-server/guarded-socket";

/** A socket of the SDK: bytes come and go when a test says so. */
class FakeSocket {
	readonly remoteAddress = "192.168.4.2";
	readonly events: SocketEvents;
	unread: string[] = [];
	sent = "";
	closed = 0;
	broken = false;

	constructor({ from, ...events }: SocketEvents & { readonly from: Arriving }) {
		this.events = events;
		from.became = this;
	}

	read(): ArrayBuffer | undefined {
		const text = this.unread.shift();
		return text === undefined ? undefined : Uint8Array.from(Buffer.from(text)).buffer;
	}

	write(bytes: ArrayBuffer | Uint8Array): number {
		if (this.broken) throw new Error("write failed");
		this.sent += Buffer.from(bytes as Uint8Array).toString();
		return 100;
	}

	close(): void {
		this.closed += 1;
	}

	bring(text: string): void {
		this.unread.push(text);
		this.events.onReadable(text.length);
	}
}

/** What the listener hands over. */
class Arriving {
	became: FakeSocket | undefined;
	closed = false;

	close(): void {
		this.closed = true;
	}
}

/** A guarded socket as the SDK's server has it: it reads the head byte by byte. */
function open() {
	const raw = Object.assign(new Arriving(), { constructor: FakeSocket });
	const guard = {
		headers: ["host"],
		encode: (text: string) => Buffer.from(text),
		decode: (bytes: Uint8Array) => Buffer.from(bytes).toString(),
	};
	const arrival = guarded(raw, guard);
	const server = {
		...{ read: "", offered: [] as number[], errors: 0 },
		take: (count: number) => {
			socket.format = "number";
			for (let byte = 0; byte < count; byte++) server.read += String.fromCharCode(Number(socket.read()));
			socket.format = "buffer";
		},
	};
	const socket: GuardedSocket = new arrival.constructor({
		from: arrival,
		onReadable: (count) => server.take(count),
		onWritable: (count) => void server.offered.push(count),
		onError: () => void server.errors++,
	});
	const outside = raw.became as unknown as FakeSocket;
	return { socket, outside, server, arrival, raw };
}

describe("a guarded socket", () => {
	test("reads what the filter lets through, and writes", () => {
		const { socket, outside, server } = open();
		outside.bring("GET / HTTP/1.1\r\nho");
		outside.bring("st: a\r\nother: b\r\n\r\nmore");
		expect(server.read).toBe("GET / HTTP/1.1\r\nremote-address: 192.168.4.2\r\nhost: a\r\n\r\n");
		outside.events.onWritable(500);
		expect([server.offered, socket.write(Buffer.from("hello")), outside.sent]).toEqual([[500], 100, "hello"]);
	});

	test("hands out a body in pieces as long as they are wanted", () => {
		const { socket, outside, server } = open();
		outside.bring("POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\n");
		const pieces: string[] = [];
		server.take = (count) => {
			for (let left = count; left > 0; left -= 2) {
				pieces.push(Buffer.from(socket.read(2) as ArrayBuffer).toString());
			}
		};
		outside.bring("hello and more");
		expect(pieces).toEqual(["he", "ll", "o"]);
		expect(socket.read()).toBeUndefined();
	});

	test("refuses by itself, if it can still be heard", () => {
		for (const [offered, sent] of [
			[1000, "HTTP/1.1 501 Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"],
			[0, ""],
		] as const) {
			const { outside, server } = open();
			if (offered > 0) outside.events.onWritable(offered);
			outside.bring("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nhost: evil\r\n");
			expect([outside.sent, outside.closed, server.errors]).toEqual([sent, 1, 1]);
			expect(server.read).not.toContain("evil");
			outside.bring("GET / HTTP/1.1\r\n");
			expect([server.errors, server.read.includes("GET")]).toEqual([1, false]);
		}
	});

	test("survives a client that has gone before it is refused", () => {
		const { outside, server } = open();
		outside.events.onWritable(1000);
		outside.broken = true;
		outside.bring("\r\n");
		expect([outside.closed, server.errors]).toEqual([1, 1]);
	});

	test("tells once that the client has gone, and nothing after its end", () => {
		const { socket, outside, server } = open();
		outside.events.onError();
		outside.events.onError();
		expect(server.errors).toBe(1);
		socket.close();
		outside.events.onWritable(10);
		outside.bring("GET / HTTP/1.1\r\n");
		expect([server.offered, server.read]).toEqual([[], ""]);
	});

	test("that was never wanted is closed", () => {
		const { arrival, raw } = open();
		arrival.close();
		expect(raw.closed).toBe(true);
	});
});
