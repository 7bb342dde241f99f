import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { Connection, makeEngine, outcome, problem, Server, type Tamper } from "./connect";
import {
	APPLICATION_DATA,
	bytesOf,
	flipped,
	HANDSHAKE,
	type Message,
	messagesIn,
	recordHeader,
	recordsOf,
} from "./handshake-messages";

const NAME = "broker.example.com";
/** Handshake messages (RFC 5246, 7.4). */
const CERTIFICATE = 11;
const SERVER_KEY_EXCHANGE = 12;

const ends: Connection[] = [];
afterEach(() => {
	for (const connection of ends.splice(0)) connection.end();
});

let root: Certificate;
const leaves = new Map<string, Certificate>();
beforeAll(async () => {
	root = await Certificate.root();
	for (const keyType of ["EC", "RSA"] as const) {
		leaves.set(keyType, await root.issue({ names: [NAME], keyType }));
	}
});
const leafOf = (keyType: string) => leaves.get(keyType) as Certificate;

/** A connection with TLS 1.2, whose handshake a man in the middle can read. */
function connect(leaf: Certificate, tamper: Tamper): Connection {
	const server = new Server({ cert: leaf.pem, key: leaf.key, maxVersion: "TLSv1.2" });
	const connection = new Connection(makeEngine({ ca: root.pem, largestRecord: 0 }), server, tamper);
	ends.push(connection);
	return connection;
}

/** The handshake messages of a flight whose records hold nothing else. */
function messagesOf(flight: Buffer): Message[] {
	return messagesIn(Buffer.concat(recordsOf(flight).map((record) => record.subarray(5))));
}

/** One record for each message. */
function flightOf(messages: readonly Message[]): Buffer {
	const parts = messages.map(bytesOf);
	return Buffer.concat(parts.flatMap((part) => [recordHeader(HANDSHAKE, part.length), part]));
}

/** Changes the server's first flight. */
function inFirstFlight(change: (messages: Message[]) => Message[]): Tamper {
	let done = false;
	return (bytes) => {
		if (done || bytes.length === 0) return bytes;
		done = true;
		return flightOf(change(messagesOf(bytes)));
	};
}

/** Changes one message of the first flight. */
function inMessage(wanted: number, change: (body: Buffer) => Buffer): Tamper {
	return inFirstFlight((messages) =>
		messages.map(({ type, body }) => ({ type, body: type === wanted ? change(body) : body })),
	);
}

needs("libmbedtls-dev", problem === undefined, () => {
	test("a man in the middle who changes nothing is no harm", async () => {
		expect(
			await outcome(
				connect(
					leafOf("EC"),
					inFirstFlight((messages) => messages),
				),
			),
		).toBe("open");
	});

	describe.each(["EC", "RSA"])("with a certificate for an %s key, a key exchange", (keyType) => {
		const bad = /^bad signature|handshake failed/;

		test("whose signature is changed is refused", async () => {
			const change = (body: Buffer) => flipped(body, body.length - 1);
			expect(await outcome(connect(leafOf(keyType), inMessage(SERVER_KEY_EXCHANGE, change)))).toMatch(
				/^bad signature/,
			);
		});

		test("whose public key is changed is refused", async () => {
			// Curve (3 bytes), length, then the point (RFC 8422, 5.4): another one that is on the curve.
			const other = messagesOfOther();
			const change = (body: Buffer) => Buffer.concat([other(body), body.subarray(4 + (body[3] ?? 0))]);
			expect(await outcome(connect(leafOf(keyType), inMessage(SERVER_KEY_EXCHANGE, change)))).toMatch(bad);
		});

		test.each([
			["no hash", [0, 3]],
			["no signature", [4, 0]],
			["SHA-1", [2, 1]],
			["MD5", [1, 1]],
			["an algorithm that nobody knows", [9, 9]],
		])("signed with %s is refused", async (_, algorithm) => {
			const change = (body: Buffer) => {
				const copy = Buffer.from(body);
				copy.set(algorithm, 4 + (body[3] ?? 0));
				return copy;
			};
			expect(await outcome(connect(leafOf(keyType), inMessage(SERVER_KEY_EXCHANGE, change)))).toMatch(bad);
		});

		test("without a signature is refused", async () => {
			const change = (body: Buffer) => body.subarray(0, 4 + (body[3] ?? 0));
			expect(await outcome(connect(leafOf(keyType), inMessage(SERVER_KEY_EXCHANGE, change)))).toMatch(bad);
		});

		test("left out is refused", async () => {
			const change = (messages: Message[]) => messages.filter(({ type }) => type !== SERVER_KEY_EXCHANGE);
			expect(await outcome(connect(leafOf(keyType), inFirstFlight(change)))).toBe("handshake failed");
		});

		test("by somebody who shows the real server's certificate is refused", async () => {
			const mallory = await root.issue({ names: ["mallory.example.com"], keyType: keyType as "EC" | "RSA" });
			const real = certificateMessage(leafOf(keyType));
			expect(
				await outcome(
					connect(
						mallory,
						inMessage(CERTIFICATE, () => real),
					),
				),
			).toMatch(/^bad signature/);
		});
	});

	test("a flight without a certificate is refused", async () => {
		const change = (messages: Message[]) => messages.filter(({ type }) => type !== CERTIFICATE);
		expect(await outcome(connect(leafOf("EC"), inFirstFlight(change)))).toMatch(/broken|handshake failed/);
		const none = inMessage(CERTIFICATE, () => Buffer.alloc(3));
		expect(await outcome(connect(leafOf("EC"), none))).toMatch(/broken|handshake failed/);
	});

	test("a certificate in which any byte is changed is refused", async () => {
		const leaf = leafOf("EC");
		const length = certificateMessage(leaf).length;
		for (let place = 6; place < length; place += 11) {
			const connection = connect(
				leaf,
				inMessage(CERTIFICATE, (body) => flipped(body, place)),
			);
			expect(await outcome(connection)).toMatch(
				/untrusted|broken|handshake failed|bad signature|too weak|subjectAltName/,
			);
		}
	});

	test("a downgrade of the version in the server's hello is refused", async () => {
		for (const version of [0x0300, 0x0301, 0x0302]) {
			const change = (body: Buffer) => {
				const copy = Buffer.from(body);
				copy.writeUInt16BE(version, 0);
				return copy;
			};
			const text = await outcome(connect(leafOf("EC"), inMessage(2, change)));
			expect(text).not.toBe("open");
		}
	});

	test("records of the application that are changed, cut, repeated or left out are refused", async () => {
		const changes: Record<string, Tamper> = {
			changed: (bytes) => flipped(bytes, bytes.length - 1),
			"with another length": (bytes) => Buffer.concat([flipped(bytes, 4), Buffer.alloc(3)]),
			repeated: (bytes) => Buffer.concat([bytes, bytes]),
			"too long": () => Buffer.from([APPLICATION_DATA, 3, 3, 0x48, 0x01, ...Buffer.alloc(0x4801)]),
			empty: () => Buffer.from([APPLICATION_DATA, 3, 3, 0, 0]),
			"of another version": (bytes) => flipped(bytes, 1),
			"of an unknown kind": (bytes) => Buffer.from([99, ...bytes.subarray(1)]),
		};
		for (const [what, change] of Object.entries(changes)) {
			let armed = false;
			const connection = connect(leafOf("EC"), (bytes) =>
				armed && bytes.length > 0 ? change(bytes) : bytes,
			);
			expect(await outcome(connection)).toBe("open");
			await connection.run();
			armed = true;
			connection.server.socket.write("hello");
			await connection.run(() => connection.engine.failure() !== 0);
			expect([what, await outcome(connection)]).toEqual([what, "bad record"]);
			expect(["", "hello"]).toContain(connection.received.toString());
		}
	});
});

/** The certificate message of a server with this leaf. */
function certificateMessage(leaf: Certificate): Buffer {
	const der = Buffer.from(leaf.der);
	const body = Buffer.alloc(6 + der.length);
	body.writeUIntBE(3 + der.length, 0, 3);
	body.writeUIntBE(der.length, 3, 3);
	body.set(der, 6);
	return body;
}

/** The parameters of a key exchange with the generator of P-256 or, for X25519, its base point as public key. */
function messagesOfOther(): (body: Buffer) => Buffer {
	const generator =
		"046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" +
		"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
	return (body) => {
		const parameters = Buffer.from(body.subarray(0, 4 + (body[3] ?? 0)));
		if (parameters[3] === 65) parameters.set(Buffer.from(generator, "hex"), 4);
		else parameters.fill(0, 4).set([9], 4);
		return parameters;
	};
}
