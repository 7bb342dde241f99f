import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { type ClientOptions, Connection, makeEngine, outcome, problem, Server, type Tamper } from "./connect";

const NAME = "broker.example.com";
const OPEN = "open";

const ends: Connection[] = [];
afterEach(() => {
	for (const connection of ends.splice(0)) connection.end();
});

let root: Certificate;
let leaf: Certificate;
let rsa: Certificate;
beforeAll(async () => {
	root = await Certificate.root();
	leaf = await root.issue({ names: [NAME] });
	rsa = await root.issue({ names: [NAME], keyType: "RSA" });
});

function connect(
	client: ClientOptions = {},
	server = new Server(identity(leaf)),
	tamper?: Tamper,
): Connection {
	const connection = new Connection(makeEngine({ ca: root.pem, ...client }), server, tamper);
	ends.push(connection);
	return connection;
}

const identity = ({ pem, key }: Certificate) => ({ cert: pem, key });

/** A connection that stands. */
async function open(...options: Parameters<typeof connect>): Promise<Connection> {
	const connection = connect(...options);
	expect(await outcome(connection)).toBe(OPEN);
	return connection;
}

const pattern = (length: number) =>
	Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31) % 251));

/** Writes as much as the engine takes, again and again. */
async function writeAll(connection: Connection, bytes: Buffer): Promise<void> {
	for (let sent = 0; sent < bytes.length; ) {
		const taken = connection.engine.write(bytes.subarray(sent));
		sent += taken;
		if (taken === 0) await connection.run(() => connection.server.received.length >= sent);
	}
	await connection.run(() => connection.server.received.length >= bytes.length);
}

needs("libmbedtls-dev", problem === undefined, () => {
	describe("bytes", () => {
		test.each([0, 4096])("go both ways, in records of any size (asked for: %d)", async (largestRecord) => {
			const connection = await open({ largestRecord });
			const bytes = pattern(100_000);
			connection.server.socket.write(bytes);
			await connection.run(() => connection.received.length >= bytes.length);
			expect(connection.received.equals(bytes)).toBe(true);
			await writeAll(connection, bytes);
			expect(connection.server.received.equals(bytes)).toBe(true);
		});

		test("come in records as small as asked for, and in the largest when not asked", async () => {
			for (const [largestRecord, most] of [
				[0, 16_384],
				[4096, 4096],
				[512, 512],
			] as const) {
				const connection = await open({ largestRecord });
				connection.server.socket.write(pattern(50_000));
				await connection.run(() => connection.received.length === 50_000);
				// With TLS 1.3 the library cannot ask.
				const asked = connection.server.socket.getProtocol() === "TLSv1.2";
				expect(connection.largest).toBe(asked ? most : 16_384);
			}
		});

		test("of an empty record are none", async () => {
			const connection = await open();
			connection.server.socket.write("");
			connection.server.socket.write("after");
			await connection.run(() => connection.received.length > 0);
			expect(connection.received.toString()).toBe("after");
		});
	});

	describe("the goodbye", () => {
		test("of the server is told after what came before it", async () => {
			const connection = await open();
			connection.server.socket.end("last words");
			await connection.run(() => connection.engine.failure() !== 0);
			expect(connection.received.toString()).toBe("last words");
			expect(await outcome(connection)).toBe("closed by the peer");
		});

		test("of the client reaches the server", async () => {
			const connection = await open();
			let ended = false;
			connection.server.socket.on("end", () => {
				ended = true;
			});
			connection.engine.finish();
			await connection.run(() => ended);
			expect(ended).toBe(true);
		});
	});

	describe("a server that wants to know who it is", () => {
		const demanding = () =>
			new Server({ ...identity(leaf), ca: root.pem }, { requestCert: true, rejectUnauthorized: true });

		test.each(["EC", "RSA"] as const)("takes a client with an %s key, as PEM or DER", async (keyType) => {
			const client = await root.issue({ keyType, names: ["client"] });
			const { pem, der, key, keyDer } = client;
			for (const given of [
				{ certificate: pem, key },
				{ certificate: der, key: keyDer },
			]) {
				const connection = await open(given, demanding());
				connection.server.socket.write("welcome");
				await connection.run(() => connection.received.length > 0);
				expect(connection.received.toString()).toBe("welcome");
				expect(Buffer.from(der)).toEqual(connection.server.socket.getPeerCertificate().raw);
			}
		});
	});

	describe("a client whose papers are not in order fails at once", () => {
		const rows: [string, () => ClientOptions][] = [
			["there is no CA certificate, or it cannot be read", () => ({ ca: "rubbish" })],
			["there is no CA certificate, or it cannot be read", () => ({ ca: undefined })],
			["there is no CA certificate, or it cannot be read", () => ({ ca: rsa.key })],
			["the client certificate cannot be read", () => ({ certificate: "rubbish", key: leaf.key })],
			["the client certificate cannot be read", () => ({ key: leaf.key })],
			[
				"the client key cannot be read, or has a pass phrase",
				() => ({ certificate: leaf.pem, key: "rubbish" }),
			],
			["the client key cannot be read, or has a pass phrase", () => ({ certificate: leaf.pem })],
			[
				"the client key does not belong to the client certificate",
				() => ({ certificate: leaf.pem, key: rsa.key }),
			],
			[
				"the client key does not belong to the client certificate",
				() => ({ certificate: leaf.pem, key: root.key }),
			],
		];
		test.each(rows)("%s", async (text, client) => {
			expect(await outcome(connect(client()))).toBe(text);
		});
	});

	describe("a session", () => {
		const ticketKeys = Buffer.alloc(48, 7);
		const keeper = () => new Server({ ...identity(leaf), ticketKeys, sessionIdContext: "x" });

		/** The session of a connection that stands. */
		async function sessionOf(client: ClientOptions = {}): Promise<ArrayBuffer | undefined> {
			const connection = await open(client, keeper());
			connection.server.socket.write("x");
			await connection.run(() => connection.received.length > 0);
			return connection.engine.session();
		}

		test("is continued", async () => {
			const session = await sessionOf();
			expect(session?.byteLength).toBeGreaterThan(100);
			const connection = await open({ session }, keeper());
			expect(connection.engine.resumed).toBe(true);
			expect(connection.engine.expiry()).toBeGreaterThan(Date.now() / 1000);
			connection.server.socket.write("again");
			await connection.run(() => connection.received.length > 0);
			expect(connection.received.toString()).toBe("again");
			// With TLS 1.3 a server need not send a new one.
			const next = await open({ session: connection.engine.session() ?? session }, keeper());
			expect(next.engine.resumed).toBe(true);
		});

		test("that the server has forgotten leads to a full handshake", async () => {
			const session = await sessionOf();
			const connection = await open({ session }, new Server(identity(leaf)));
			expect(connection.engine.resumed).toBe(false);
		});

		test("is not continued with another name, CA or identity, nor outside the certificates' dates", async () => {
			const session = await sessionOf();
			const other = await Certificate.root({ subject: "Other" });
			const year = 365 * 86_400_000;
			for (const client of [
				{ name: "mallory.example.com" },
				{ ca: other.pem },
				{ now: Date.now() - year },
				{ now: Date.now() + 11 * year },
			]) {
				expect(await outcome(connect({ ...client, session }, keeper()))).not.toBe(OPEN);
			}
			const connection = await open({ session, certificate: rsa.pem, key: rsa.key }, keeper());
			expect(connection.engine.resumed).toBe(false);
		});

		test("that is damaged does no harm", async () => {
			const session = new Uint8Array((await sessionOf()) ?? []);
			for (let place = 0; place < session.length; place += 7) {
				const damaged = session.slice();
				damaged[place] = ((damaged[place] ?? 0) + 1) % 256;
				const engine = makeEngine({ ca: root.pem, session: damaged.buffer });
				engine.step();
				expect(engine.failure()).toBe(0);
				engine.close();
			}
		});
	});

	describe("versions and ciphers", () => {
		test("older than TLS 1.2 are not spoken", async () => {
			const old = new Server({
				...identity(leaf),
				minVersion: "TLSv1",
				maxVersion: "TLSv1.1",
				ciphers: "DEFAULT@SECLEVEL=0",
			});
			expect(["handshake failed", "the server refuses"]).toContain(await outcome(connect({}, old)));
		});

		test.each([
			["ECDHE-RSA-AES256-GCM-SHA384", true],
			["ECDHE-RSA-CHACHA20-POLY1305", true],
			["AES128-GCM-SHA256", false],
			["ECDHE-RSA-AES128-SHA256", false],
			["DHE-RSA-AES128-GCM-SHA256", false],
		])("%s: %j", async (ciphers, ok) => {
			const server = new Server({ ...identity(rsa), ciphers, maxVersion: "TLSv1.2" });
			expect((await outcome(connect({}, server))) === OPEN).toBe(ok);
		});
	});

	test("without randomness there is no connection", async () => {
		const seed = new Uint8Array(0);
		expect(["no randomness", OPEN]).toContain(await outcome(connect({ seed })));
	});
});
