import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { TextSocket } from "./web-socket";

const TEXT = 0x81;
let server: Server | undefined;
afterEach(() => void server?.close());

/** A server that gives every connection to `serve` once it has become a WebSocket. */
async function serving(serve: (socket: Socket) => void): Promise<string> {
	server = createServer().listen(0, "127.0.0.1");
	server.on("upgrade", (_, socket: Socket) => {
		socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
		serve(socket);
	});
	await once(server, "listening");
	return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A frame as a server sends it (RFC 6455, 5.2). */
function frame(first: number, text: string): Buffer {
	const size = Buffer.alloc(text.length < 126 ? 0 : text.length < 65_536 ? 2 : 8);
	if (size.length === 2) size.writeUInt16BE(text.length);
	if (size.length === 8) size.writeBigUInt64BE(BigInt(text.length));
	const short = [text.length, 0, 126, 0, 0, 0, 0, 0, 127][size.length] ?? 0;
	return Buffer.concat([Buffer.from([first, short]), size, Buffer.from(text)]);
}

/** Opens a connection and collects what comes, until it is closed. */
async function collect(url: string, greeting?: string): Promise<string[]> {
	const texts: string[] = [];
	await new Promise<void>((resolve, reject) => {
		TextSocket.open(url, (text) => texts.push(text), resolve).then(
			(socket) => greeting !== undefined && socket.send(greeting),
			reject,
		);
	});
	return texts;
}

test.each([0, 5, 125, 126, 65_535, 65_536])("a text of %i bytes comes through", async (length) => {
	const text = "x".repeat(length);
	const url = await serving((socket) => socket.end(frame(TEXT, text)));
	expect(await collect(url)).toEqual([text]);
});

test("texts come through byte by byte, in fragments, and around a ping", async () => {
	const url = await serving(async (socket) => {
		socket.setNoDelay();
		const frames = [frame(0x01, "to"), frame(0x89, "ping"), frame(0x80, "gether"), frame(TEXT, "alone")];
		for (const byte of Buffer.concat(frames)) {
			socket.write(Uint8Array.of(byte));
			await new Promise(setImmediate);
		}
		socket.end();
	});
	expect(await collect(url)).toEqual(["together", "alone"]);
});

test.each([5, 300, 70_000])("what is sent is masked, and %i bytes arrive", async (length) => {
	const headerLength = length < 126 ? 6 : length < 65_536 ? 8 : 14;
	let received = Buffer.alloc(0);
	const url = await serving((socket) => {
		socket.on("data", (bytes) => {
			received = Buffer.concat([received, bytes]);
			if (received.length === headerLength + length) socket.end(frame(0x88, ""));
		});
	});
	await collect(url, "y".repeat(length));
	expect([received[0], (received[1] ?? 0) & 0x80]).toEqual([TEXT, 0x80]);
	expect(received.subarray(headerLength).toString()).toBe("y".repeat(length));
});

test("a server that does not agree is an error", async () => {
	server = createServer((_, response) => response.writeHead(404).end()).listen(0, "127.0.0.1");
	await once(server, "listening");
	const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	await expect(
		TextSocket.open(
			url,
			() => {},
			() => {},
		),
	).rejects.toThrow("404");
});
