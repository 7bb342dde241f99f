import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { Exchange, type Request, type Response } from "../../../modules/http-server/exchange";
import { ManualClock } from "../../helpers/manual-clock";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A connection of the SDK's server, as far as it is used; with `window` the bytes that it takes at a time. */
class FakeConnection {
	readonly exchange: Exchange;
	readonly requests: Request[] = [];
	/** Bytes that the next `read` gives. */
	unread: Uint8Array | undefined;
	/** Answers the request. */
	answer: (response: Response) => void = () => {};
	/** Told of each buffer that is read. */
	onPiece: (piece: ArrayBuffer) => void = () => {};
	sent = "";
	ended = 0;
	readonly clock = new ManualClock();
	head: { status: number; headers: Record<string, string> } | undefined;
	writes: number[] = [];
	closed = false;

	constructor(answer: Response | "later" = { status: 200, headers: {}, body: "" }) {
		this.exchange = new Exchange(this, {
			bodyLimit: ({ headers }) => (headers.get("cookie") === "known" ? 20 : 10),
			patience: 1000,
			every: (ms, callback) => this.clock.every(ms, callback),
			handle: (request, respond) => {
				this.requests.push(request);
				this.answer = respond;
				if (answer !== "later") respond(answer);
			},
			isSetupPeer: (address) => address.startsWith("192.168.4."),
			onEnd: () => void this.ended++,
			encode: (text) => encoder.encode(text),
			decode: (bytes) => decoder.decode(bytes),
		});
	}

	begin(headers: Record<string, string> = {}): void {
		const head = { method: "POST", path: "/x", headers: new Map(Object.entries(headers)) };
		this.exchange.handlers.onRequest(head);
	}

	bring(body: Uint8Array | string): void {
		this.unread = typeof body === "string" ? encoder.encode(body) : body;
		this.exchange.handlers.onReadable(this.unread.length);
	}

	end(): void {
		this.exchange.handlers.onResponse({ status: 200, headers: new Map() });
	}

	accept(): void {}

	read(): ArrayBuffer | undefined {
		const bytes = this.unread;
		this.unread = undefined;
		const piece = bytes && Uint8Array.from(bytes).buffer;
		if (piece !== undefined) this.onPiece(piece);
		return piece;
	}

	gone = false;

	respond({ status, headers }: { status: number; headers: Map<string, string> }): void {
		if (this.gone) throw new TypeError("cannot coerce undefined to object");
		this.head = { status, headers: Object.fromEntries(headers) };
	}

	write(bytes: Uint8Array): number {
		this.sent += decoder.decode(bytes, { stream: true });
		this.writes.push(bytes.length);
		return 0;
	}

	close(): void {
		this.closed = true;
	}
}

describe("an exchange over the SDK's HTTP server", () => {
	test("hands on the request with its body, whole however it was cut", () => {
		const connection = new FakeConnection();
		connection.begin({ host: "localhost", "content-length": "7" });
		for (const byte of encoder.encode("a=é&b=")) connection.bring(Uint8Array.of(byte));
		connection.end();
		const headers = new Map([
			["host", "localhost"],
			["content-length", "7"],
		]);
		expect(connection.requests).toEqual([
			{ method: "POST", path: "/x", headers, body: "a=é&b=", from: "home", peer: "" },
		]);
	});

	test("ends with the connection when the client has gone before the answer", () => {
		const connection = new FakeConnection();
		connection.begin();
		connection.gone = true;
		connection.end();
		expect(connection.closed).toBe(true);
	});

	test("has an empty body without one", () => {
		const connection = new FakeConnection();
		connection.begin();
		connection.exchange.handlers.onReadable(0);
		connection.end();
		expect(connection.requests).toMatchObject([{ body: "" }]);
	});

	test("sends status, headers and as much as is taken at a time", () => {
		const answer = { status: 404, headers: { "content-type": "text/plain" }, body: "né!" };
		const connection = new FakeConnection(answer);
		connection.begin();
		connection.end();
		const ending = { "content-length": "4", connection: "close" };
		expect(connection.head).toEqual({ status: 404, headers: { "content-type": "text/plain", ...ending } });
		for (const count of [2, 1, 100]) connection.exchange.handlers.onWritable(count);
		expect([connection.sent, connection.writes]).toEqual(["né!", [2, 1, 1]]);
	});

	test.each([
		[10, "x".repeat(10)],
		[11, undefined],
		[262_144, undefined],
	])("hands on a body of %i bytes up to the limit of 10, and none beyond", (length, body) => {
		const connection = new FakeConnection();
		connection.begin({ "content-length": String(length) });
		connection.bring("x".repeat(Math.floor(length / 2)));
		connection.bring("x".repeat(Math.ceil(length / 2)));
		connection.end();
		expect(connection.requests).toMatchObject([{ body }]);
		expect(connection.closed).toBe(false);
	});

	test("hands on a longer body of whom the application knows", () => {
		const connection = new FakeConnection();
		connection.begin({ "content-length": "20", cookie: "known" });
		connection.bring("x".repeat(20));
		connection.end();
		expect(connection.requests).toMatchObject([{ body: "x".repeat(20) }]);
	});

	test("is incomplete while more of its body is to come", () => {
		const connection = new FakeConnection();
		const states = [connection.exchange.isIncomplete];
		const look = () => void states.push(connection.exchange.isIncomplete);
		connection.begin({ "content-length": "2" });
		look();
		connection.bring("a");
		look();
		connection.bring("b");
		look();
		connection.end();
		look();
		expect(states).toEqual([false, true, true, false, false]);
		const short = new FakeConnection();
		short.begin();
		const long = new FakeConnection();
		long.begin({ "content-length": "11" });
		long.bring("x".repeat(10));
		expect([short.exchange.isIncomplete, long.exchange.isIncomplete]).toEqual([false, true]);
	});

	test("hands on nothing beyond what was announced", () => {
		const connection = new FakeConnection();
		connection.begin({ "content-length": "3" });
		connection.bring("abcd");
		connection.end();
		expect(connection.requests).toMatchObject([{ body: undefined }]);
	});

	test("keeps none of the pieces in which a body comes: each of them costs much more than its byte", () => {
		setFlagsFromString("--expose-gc");
		const collect = runInNewContext("gc") as () => void;
		const connection = new FakeConnection();
		const pieces: WeakRef<ArrayBuffer>[] = [];
		connection.onPiece = (piece) => void pieces.push(new WeakRef(piece));
		connection.begin({ "content-length": "10" });
		for (let at = 0; at < 9; at++) connection.bring("x");
		return new Promise<void>((resolve) => {
			// What a WeakRef was made of lives until the end of the task.
			setImmediate(() => {
				collect();
				expect(pieces.map((piece) => piece.deref())).toEqual(new Array(9).fill(undefined));
				connection.bring("y");
				connection.end();
				expect(connection.requests).toMatchObject([{ body: "xxxxxxxxxy" }]);
				resolve();
			});
		});
	});

	test("does not listen for ever", () => {
		const connection = new FakeConnection();
		connection.begin();
		connection.bring("x".repeat(262_145));
		expect(connection.closed).toBe(true);
	});

	test.each<[Record<string, string>]>([
		[{ "transfer-encoding": "chunked" }],
		[{ "content-length": "-1" }],
		[{ "content-length": "1e3" }],
		[{ "content-length": "" }],
	])("refuses what would hang the SDK's server: %j", (headers) => {
		const connection = new FakeConnection();
		connection.begin(headers);
		expect(connection.closed).toBe(true);
	});

	test("may be answered later, once; and not after its end", () => {
		const connection = new FakeConnection("later");
		connection.begin();
		connection.end();
		expect(connection.head).toBeUndefined();
		const later = (status: number) => connection.answer({ status, headers: {}, body: Uint8Array.of(65, 66) });
		later(201);
		later(202);
		expect(connection.head).toMatchObject({ status: 201, headers: { "content-length": "2" } });
		connection.exchange.handlers.onWritable(9);
		connection.exchange.handlers.onDone();
		connection.exchange.handlers.onError();
		expect([connection.sent, connection.ended]).toEqual(["AB", 1]);

		const gone = new FakeConnection("later");
		gone.begin();
		gone.end();
		gone.exchange.handlers.onError();
		gone.answer({ status: 200, headers: {}, body: "" });
		expect([gone.head, gone.ended]).toEqual([undefined, 1]);
	});

	test.each([
		["head", 999, () => {}],
		["body", 1999, (connection: FakeConnection) => connection.begin()],
		[
			"answer",
			2999,
			(connection: FakeConnection) => {
				connection.begin();
				connection.end();
			},
		],
	] as const)("is cut when it waits too long for its %s, after %i ms", (_what, ms, bring) => {
		const connection = new FakeConnection("later");
		bring(connection);
		connection.clock.advance(ms);
		expect([connection.closed, connection.ended]).toEqual([false, 0]);
		connection.clock.advance(1);
		expect([connection.closed, connection.ended]).toEqual([true, 1]);
	});

	test("is of the setup network when its peer is there", () => {
		const connection = new FakeConnection();
		connection.begin({ "remote-address": "192.168.4.2" });
		connection.end();
		expect(connection.requests).toMatchObject([{ from: "setup", peer: "192.168.4.2" }]);
	});
});
