import { randomBytes } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** One frame (RFC 6455, 5.2) and the bytes after it. */
interface Frame {
	readonly final: boolean;
	readonly opcode: number;
	readonly payload: Buffer;
	readonly rest: Buffer;
}

/** A client for text messages over `ws:` (RFC 6455); Node 20 has none of its own. */
export class TextSocket {
	readonly #socket: Socket;
	readonly #onText: (text: string) => void;
	#unread: Buffer = Buffer.alloc(0);
	#parts: Buffer[] = [];

	/** Resolves when the server has agreed. `onClose` is called once, whoever ends the connection. */
	static open(url: string, onText: (text: string) => void, onClose: () => void): Promise<TextSocket> {
		const headers = {
			connection: "Upgrade",
			upgrade: "websocket",
			"sec-websocket-version": "13",
			"sec-websocket-key": randomBytes(16).toString("base64"),
		};
		return new Promise((resolve, reject) => {
			const request = get(url.replace(/^ws/, "http"), { headers });
			request.once("error", reject);
			request.once("response", ({ statusCode }) => reject(new Error(`no WebSocket but ${statusCode}`)));
			request.once("upgrade", (_: IncomingMessage, socket: Socket, head: Buffer) => {
				socket.on("error", () => {});
				socket.once("close", onClose);
				const opened = new TextSocket(socket, onText);
				socket.on("data", (bytes) => opened.#receive(bytes));
				resolve(opened);
				opened.#receive(head);
			});
		});
	}

	private constructor(socket: Socket, onText: (text: string) => void) {
		this.#socket = socket;
		this.#onText = onText;
	}

	send(text: string): void {
		this.#send(TEXT, Buffer.from(text));
	}

	close(): void {
		this.#socket.destroy();
	}

	/** What a client sends is masked (RFC 6455, 5.3); a mask of zeros leaves it as it is. */
	#send(opcode: number, payload: Buffer): void {
		const header = Buffer.alloc(payload.length < 126 ? 6 : payload.length < 0x1_00_00 ? 8 : 14);
		header[0] = 0x80 | opcode;
		header[1] = 0x80 | (header.length === 6 ? payload.length : header.length === 8 ? 126 : 127);
		if (header.length === 8) header.writeUInt16BE(payload.length, 2);
		if (header.length === 14) header.writeBigUInt64BE(BigInt(payload.length), 2);
		this.#socket.write(Buffer.concat([header, payload]));
	}

	#receive(bytes: Buffer): void {
		this.#unread = Buffer.concat([this.#unread, bytes]);
		for (let frame = parse(this.#unread); frame !== undefined; frame = parse(this.#unread)) {
			this.#unread = frame.rest;
			this.#handle(frame);
		}
	}

	#handle({ opcode, payload, final }: Frame): void {
		if (opcode === PING) this.#send(PONG, payload);
		if (opcode === CLOSE) this.close();
		if (opcode >= CLOSE) return;
		this.#parts.push(payload);
		if (final) this.#onText(Buffer.concat(this.#parts.splice(0)).toString());
	}
}

/** `undefined` while the frame is not complete. A server does not mask. */
function parse(bytes: Buffer): Frame | undefined {
	if (bytes.length < 2) return undefined;
	const [first, short] = [bytes.readUInt8(0), bytes.readUInt8(1)];
	const start = short < 126 ? 2 : short === 126 ? 4 : 10;
	if (bytes.length < start) return undefined;
	const long = () => (short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
	const end = start + (short < 126 ? short : long());
	if (bytes.length < end) return undefined;
	return {
		...{ final: (first & 0x80) !== 0, opcode: first & 0x0f },
		...{ payload: bytes.subarray(start, end), rest: bytes.subarray(end) },
	};
}
