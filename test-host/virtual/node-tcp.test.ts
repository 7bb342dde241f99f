import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTLSServer, type TlsOptions } from "node:tls";
import { afterEach, describe, expect, test } from "@jest/globals";
import { Certificate, type CertificateOptions } from "./certificate";
import { NodeTCP, NodeTLS, type SecureOptions } from "./node-tcp";
import { reasonOf } from "./node-tcp-reasons";

const HOST = "127.0.0.1";
const DAY_MS = 86_400_000;

/** What the socket told, and promises of what it is going to tell. */
class Told {
	readonly events: string[] = [];
	writable = 0;
	readable = 0;
	error: { reason?: string; message?: string } | undefined = undefined;
	#wake: () => void = () => {};

	readonly callbacks = {
		onReadable: (count: number) => this.#tell("readable", () => (this.readable = count)),
		onWritable: (count: number) => this.#tell("writable", () => (this.writable = count)),
		onError: (error?: unknown) => this.#tell("error", () => (this.error = error as Error)),
	};

	async until(condition: () => boolean): Promise<void> {
		while (!condition()) {
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	async failure(): Promise<string | undefined> {
		await this.until(() => this.error !== undefined);
		return this.error?.reason;
	}

	#tell(name: string, note: () => void): void {
		this.events.push(name);
		note();
		this.#wake();
	}
}

/** Lets so much happen on the loopback interface that what does not happen then does not happen at all. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const text = (bytes: ArrayBuffer | undefined) => Buffer.from(new Uint8Array(bytes ?? [])).toString();

const servers: Server[] = [];
const peers: Socket[] = [];

async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.on("connection", (socket: Socket) => {
		peers.push(socket);
		socket.on("error", () => {});
	});
	server.on("tlsClientError", () => {});
	server.listen(0, HOST);
	await once(server, "listening");
	return (server.address() as AddressInfo).port;
}

afterEach(() => {
	for (const peer of peers.splice(0)) peer.destroy();
	for (const server of servers.splice(0)) server.close();
});

/** Connects to a server that does with each connection what is given. */
async function connect(onConnection: (peer: Socket) => void): Promise<{ socket: NodeTCP; told: Told }> {
	const told = new Told();
	const port = await listen(createServer(onConnection));
	const socket = new NodeTCP({ host: HOST, port, ...told.callbacks });
	return { socket, told };
}

describe("NodeTCP", () => {
	test("offers a window, tells nothing from inside its methods, and copies what is written", async () => {
		const received: Buffer[] = [];
		const { socket, told } = await connect((peer) => peer.on("data", (bytes) => received.push(bytes)));
		expect(told.events).toEqual([]);
		await told.until(() => told.writable > 0);
		expect(told.writable).toBe(8192);
		const bytes = new Uint8Array(8192).fill(1);
		expect(socket.write(bytes)).toBe(0);
		expect(() => socket.write(Uint8Array.of(1))).toThrow("overflow");
		expect(told.events).toEqual(["writable"]);
		bytes.fill(2);
		await told.until(() => told.events.length === 2);
		expect(told.writable).toBe(8192);
		socket.write(Uint8Array.of(3).buffer);
		socket.close();
		await once(peers[0] as Socket, "close");
		expect(Buffer.concat(received)).toEqual(Buffer.concat([Buffer.alloc(8192, 1), Buffer.of(3)]));
	});

	test("keeps what arrives until it is read, in any portions", async () => {
		const { socket, told } = await connect((peer) => peer.write("hello"));
		await told.until(() => told.readable === 5);
		expect(text(socket.read(2))).toBe("he");
		expect(text(socket.read())).toBe("llo");
		expect(socket.read()).toBeUndefined();
		socket.close();
	});

	test("makes the peer wait when nobody reads, and goes on when somebody does", async () => {
		const size = 4_000_000;
		const { socket, told } = await connect((peer) => peer.end(Buffer.alloc(size)));
		await told.until(() => told.readable >= 16_384);
		const paused = told.readable;
		await settle();
		expect(told.readable).toBe(paused);
		expect(paused).toBeLessThan(16_384 + 65_536 + 1);
		let sum = 0;
		while (sum < size) {
			sum += socket.read()?.byteLength ?? 0;
			if (sum < size) await told.until(() => told.readable > 0);
			told.readable = 0;
		}
		expect(await told.failure()).toBe("connection-lost");
		expect(sum).toBe(size);
	});

	test("tells of the end when everything has been read", async () => {
		const { socket, told } = await connect((peer) => peer.end("bye"));
		await told.until(() => told.readable === 3);
		await settle();
		expect(told.events).not.toContain("error");
		socket.read();
		expect(told.events).not.toContain("error");
		expect(await told.failure()).toBe("connection-lost");
	});

	test("tells of a reset", async () => {
		const { told } = await connect((peer) => setImmediate(() => peer.resetAndDestroy()));
		expect(await told.failure()).toBe("connection-lost");
		expect(told.events.filter((name) => name === "error")).toHaveLength(1);
	});

	test("tells nothing after close or destroy", async () => {
		for (const end of ["close", "destroy"] as const) {
			const { socket, told } = await connect((peer) => peer.write("x"));
			await told.until(() => told.readable > 0);
			const before = told.events.length;
			socket[end]();
			socket[end]();
			for (const peer of peers) if (!peer.destroyed) peer.write("y");
			await settle();
			expect(told.events).toHaveLength(before);
		}
	});

	test("tells why it cannot connect", async () => {
		const port = await listen(createServer());
		servers.splice(0).forEach((server) => void server.close());
		for (const [host, reason] of [
			[HOST, "tcp-refused"],
			["no-such-host.invalid", "dns"],
		] as const) {
			const told = new Told();
			new NodeTCP({ host, port, ...told.callbacks });
			expect(await told.failure()).toBe(reason);
		}
	});

	test("can be closed while it connects", async () => {
		const { socket, told } = await connect(() => {});
		socket.close();
		await settle();
		expect(told.events).toEqual([]);
	});
});

describe("NodeTLS", () => {
	const authority = Certificate.root();
	const stranger = Certificate.root();

	/** Shows the certificate to a client with these options. @returns Why it does not connect, or nothing. */
	async function attempt(
		identity: Certificate,
		secure: Partial<SecureOptions> = {},
		options: TlsOptions = {},
		host = HOST,
	): Promise<string | undefined> {
		const { pem: cert, key } = identity;
		const server = createTLSServer({ cert, key, ...options }, (peer) => peer.end("hello"));
		const port = await listen(server);
		const told = new Told();
		const certificate = (await authority).pem;
		const socket = new NodeTLS({ host, port, secure: { certificate, ...secure }, ...told.callbacks });
		await told.until(() => told.readable > 0 || told.error !== undefined);
		socket.close();
		return told.error?.reason;
	}

	const good = { names: ["localhost", HOST] };

	test("connects to whom the given CA vouches for, by name and by address", async () => {
		const identity = await (await authority).issue(good);
		expect(await attempt(identity)).toBeUndefined();
		expect(await attempt(identity, {}, {}, "localhost")).toBeUndefined();
		const named = await (await authority).issue({ names: ["broker.example", "192.0.2.1"] });
		expect(await attempt(named, { serverName: "broker.example" })).toBeUndefined();
		expect(await attempt(named, { serverName: "192.0.2.1" })).toBeUndefined();
		expect(await attempt(await (await authority).issue({ ...good, keyType: "RSA" }))).toBeUndefined();
	});

	test("refuses everybody else and says why", async () => {
		const ca = await authority;
		const issue = (options: CertificateOptions) => ca.issue(options);
		const [past, future] = [Date.now() - DAY_MS, Date.now() + DAY_MS];
		const long = Date.now() - 2 * DAY_MS;
		expect(await attempt(await (await stranger).issue(good))).toBe("tls-untrusted");
		expect(await attempt(await issue(good), { certificate: undefined as never })).toBe("tls-untrusted");
		expect(await attempt(await issue({ names: ["other.example"] }))).toBe("tls-wrong-name");
		expect(await attempt(await issue(good), { serverName: "other.example" })).toBe("tls-wrong-name");
		expect(await attempt(await issue({ ...good, from: long, to: past }))).toBe("tls-expired");
		expect(await attempt(await issue({ ...good, from: future }))).toBe("tls-not-yet-valid");
	});

	test("tells what else goes wrong in TLS", async () => {
		const identity = await (await authority).issue(good);
		expect(await attempt(identity, { certificate: "no certificate" })).toBe("tls-untrusted");
		expect(await attempt(identity, { clientKey: "no key", clientCertificate: "no certificate" })).toBe(
			"tls-failed",
		);
		const told = new Told();
		const port = await listen(createServer((peer) => peer.end("not TLS at all")));
		new NodeTLS({ host: HOST, port, secure: {}, ...told.callbacks });
		expect(await told.failure()).toBe("tls-failed");
		const silent = new Told();
		const silentPort = await listen(createServer((peer) => peer.end()));
		new NodeTLS({ host: HOST, port: silentPort, secure: {}, ...silent.callbacks });
		expect(await silent.failure()).toBe("tls-failed");
	});

	test("shows a client certificate when it has one", async () => {
		const ca = await authority;
		const [server, client] = [await ca.issue(good), await ca.issue({ names: ["leaf"] })];
		const ask = { requestCert: true, rejectUnauthorized: true, ca: ca.pem };
		const secure = { clientCertificate: client.pem, clientKey: client.key };
		expect(await attempt(server, secure, ask)).toBeUndefined();
		expect(await attempt(server, {}, ask)).toBe("tls-failed");
		expect(await attempt(server, {}, { ...ask, maxVersion: "TLSv1.2" })).toBe("tls-failed");
	});
});

describe("reasons", () => {
	test.each([
		["SELF_SIGNED_CERT_IN_CHAIN", "handshake", "tls-untrusted"],
		["DEPTH_ZERO_SELF_SIGNED_CERT", "handshake", "tls-untrusted"],
		["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "handshake", "tls-untrusted"],
		["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "handshake", "tls-untrusted"],
		["EAI_AGAIN", "connecting", "dns"],
		["EHOSTUNREACH", "connecting", "tcp-unreachable"],
		["ETIMEDOUT", "connecting", "timeout"],
		["ETIMEDOUT", "open", "connection-lost"],
		["ECONNRESET", "handshake", "tls-failed"],
		["ECONNRESET", "open", "connection-lost"],
		["EPIPE", "open", "connection-lost"],
		["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "open", "tls-failed"],
	] as const)("%s when %s means %s", (code, stage, reason) => {
		expect(reasonOf({ code }, stage)).toBe(reason);
	});
});
