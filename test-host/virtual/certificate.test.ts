import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { describe, expect, test } from "@jest/globals";
import { Certificate, type CertificateOptions } from "./certificate";

const authority = await Certificate.root();
const stranger = await Certificate.root();

/** Connects as a client that trusts `caPem`: `ok`, or OpenSSL's code for what it refuses. */
async function handshake(identity: Certificate, caPem: string, host: string): Promise<string> {
	const server = createServer({ cert: identity.pem, key: identity.key }, (socket) => socket.end());
	server.on("tlsClientError", () => undefined);
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const socket = connect({ port, host, ca: caPem });
	try {
		await once(socket, "secureConnect");
		return "ok";
	} catch (error) {
		return (error as NodeJS.ErrnoException).code ?? String(error);
	} finally {
		socket.destroy();
		server.close();
	}
}

const good: CertificateOptions = { names: ["localhost", "127.0.0.1"] };
const DAY_MS = 86_400_000;
const expired = { from: Date.now() - 9 * DAY_MS, to: Date.now() - DAY_MS };
const future = { from: Date.now() + DAY_MS };

describe("a certificate of the authority", () => {
	test.each<[string, CertificateOptions, string, string]>([
		["is good for its DNS name", good, "localhost", "ok"],
		["is good for its IP address", good, "127.0.0.1", "ok"],
		["is good with an RSA key", { ...good, keyType: "RSA" }, "localhost", "ok"],
		["is refused after its time", { ...good, ...expired }, "localhost", "CERT_HAS_EXPIRED"],
		["is refused before its time", { ...good, ...future }, "localhost", "CERT_NOT_YET_VALID"],
		["is refused for another name", { names: ["broker.lan"] }, "localhost", "ERR_TLS_CERT_ALTNAME_INVALID"],
		["is refused for another IP", { names: ["10.0.0.1"] }, "127.0.0.1", "ERR_TLS_CERT_ALTNAME_INVALID"],
	])("%s", async (_what, request, host, outcome) => {
		expect(await handshake(await authority.issue(request), authority.pem, host)).toBe(outcome);
	});

	test("is refused by who trusts another CA of the same name", async () => {
		const outcome = await handshake(await authority.issue(good), stranger.pem, "localhost");
		expect(outcome).not.toBe("ok");
	});

	test("cannot itself sign", async () => {
		const root = new X509Certificate(authority.pem);
		const leaf = new X509Certificate((await authority.issue(good)).pem);
		expect([root.ca, leaf.ca]).toEqual([true, false]);
		expect(leaf.verify(root.publicKey)).toBe(true);
		expect(leaf.verify(new X509Certificate(stranger.pem).publicKey)).toBe(false);
	});
});
