import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { TLSSocket } from "../../../modules/tls/tls-socket";
import { findProgram, needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { computerClock } from "../../virtual/computer-clock";
import { NodeTCP } from "../../virtual/node-tcp";
import { engineClass, problem } from "./connect";

const HOST = "127.0.0.1";
const openssl = findProgram("openssl") ?? "";

let folder: string;
let files = 0;
const servers: ChildProcess[] = [];
const sockets: TLSSocket[] = [];
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "leafcast-tls-"));
});
afterEach(() => {
	for (const socket of sockets.splice(0)) socket.close();
	for (const server of servers.splice(0)) server.kill();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string): string {
	files += 1;
	const path = join(folder, `${files}.pem`);
	writeFileSync(path, content);
	return path;
}

/** Starts `openssl s_server`, which sends back each line from its end to its beginning. */
async function serve(
	leaf: Pick<Certificate, "pem" | "key" | "chain">,
	...options: string[]
): Promise<number> {
	const [certificate, key] = [file(leaf.pem), file(leaf.key)];
	const chain = leaf.chain === leaf.pem ? [] : ["-cert_chain", file(leaf.chain.slice(leaf.pem.length))];
	const given = ["-accept", `${HOST}:0`, "-cert", certificate, "-key", key, "-rev", ...chain, ...options];
	const server = spawn(openssl, ["s_server", ...given], { stdio: ["ignore", "pipe", "ignore"] });
	servers.push(server);
	let said = "";
	for (;;) {
		const [chunk] = (await once(server.stdout, "data")) as [Buffer];
		said += chunk.toString();
		const port = /ACCEPT \S*:(\d+)/.exec(said)?.[1];
		if (port !== undefined) return Number(port);
	}
}

/** Sends a line and resolves with the answer, or with the reason why there is none. */
function talk(port: number, secure: ConstructorParameters<typeof TLSSocket>[0]["secure"]): Promise<string> {
	return new Promise((resolve) => {
		let answer = "";
		const socket = new TLSSocket({
			...{ host: HOST, port, TCP: { io: NodeTCP }, engine: engineClass(), secure },
			...{ utc: () => Date.now(), after: computerClock.after },
			onWritable: () => {
				if (answer === "") socket.write(Buffer.from("live on\n"));
			},
			onReadable: () => {
				answer += Buffer.from(socket.read() ?? new ArrayBuffer(0)).toString();
				if (answer.endsWith("\n")) resolve(answer);
			},
			onError: (error) => {
				const { reason, message } = error as Error & { reason: string };
				resolve(`${reason}: ${message}`);
			},
		});
		sockets.push(socket);
	});
}

const found = problem === undefined && openssl !== "";
needs("libmbedtls-dev and openssl", found, () => {
	describe("openssl s_server", () => {
		test.each(["EC", "RSA"] as const)("is understood with %s keys and an intermediate", async (keyType) => {
			const root = await Certificate.root({ keyType });
			const middle = await root.issue({ keyType, subject: "Middle", authority: true });
			const leaf = await middle.issue({ keyType, names: [HOST] });
			expect(await talk(await serve(leaf), { certificate: root.pem })).toBe("no evil\n");
		});

		test("is understood with other curves and hashes", async () => {
			const root = await Certificate.root();
			const leaf = await root.issue({ names: [HOST], keyType: "RSA" });
			for (const options of [
				["-curves", "P-384"],
				["-curves", "X25519"],
				["-curves", "P-521"],
				["-sigalgs", "RSA+SHA512", "-tls1_2"],
			]) {
				const port = await serve(leaf, ...options);
				expect(await talk(port, { certificate: root.pem })).toBe("no evil\n");
			}
		});

		describe("that demands a client certificate", () => {
			const demand = (root: Certificate) => [
				"-Verify",
				"1",
				"-verify_return_error",
				"-CAfile",
				file(root.pem),
			];

			test.each(["EC", "RSA"] as const)("takes one with an %s key", async (keyType) => {
				const root = await Certificate.root();
				const client = await root.issue({ names: ["client"], keyType });
				const port = await serve(await root.issue({ names: [HOST] }), ...demand(root));
				const secure = { certificate: root.pem, clientCertificate: client.pem, clientKey: client.key };
				expect(await talk(port, secure)).toBe("no evil\n");
			});

			test("says why it takes none, a stranger's or one that has expired not", async () => {
				const root = await Certificate.root();
				const stranger = await (await Certificate.root({ subject: "Stranger" })).issue();
				const expired = await root.issue({ to: Date.now() - 86_400_000, from: 0 });
				const port = await serve(await root.issue({ names: [HOST] }), ...demand(root));
				const as = (client: Certificate) =>
					talk(port, { certificate: root.pem, clientCertificate: client.pem, clientKey: client.key });
				expect(await talk(port, { certificate: root.pem })).toMatch(
					/tls-failed: the server refuses: .*\((40|116)\)/,
				);
				expect(await as(stranger)).toMatch(/tls-failed: .* who issued the client certificate \(48\)/);
				expect(await as(expired)).toMatch(/tls-failed: .* client certificate has expired \(45\)/);
			});
		});

		test("with a certificate that one of X.509 version 1 has signed, which cannot say that it may, is refused", async () => {
			const [key, old] = [join(folder, "old-key.pem"), join(folder, "old.pem")];
			const run = (...options: string[]) =>
				execFileSync(openssl, options, { stdio: ["pipe", "pipe", "ignore"] });
			const [leafKey, leaf] = [join(folder, "leaf-key.pem"), join(folder, "leaf.pem")];
			const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
			run("req", ...curve, "-keyout", key, "-subj", "/CN=old", "-out", join(folder, "old.csr"));
			run("x509", "-req", "-in", join(folder, "old.csr"), "-signkey", key, "-out", old);
			run("req", ...curve, "-keyout", leafKey, "-subj", "/CN=x", "-out", join(folder, "leaf.csr"));
			const extensions = join(folder, "extensions");
			writeFileSync(extensions, `subjectAltName=IP:${HOST}\n`);
			const signer = ["-CA", old, "-CAkey", key, "-CAcreateserial", "-extfile", extensions];
			run("x509", "-req", "-in", join(folder, "leaf.csr"), ...signer, "-out", leaf);
			const text = (path: string) => readFileSync(path, "utf8");
			expect(run("x509", "-in", old, "-noout", "-text").toString()).toContain("Version: 1");
			const port = await serve({ pem: text(leaf), key: text(leafKey), chain: text(leaf) });
			expect(await talk(port, { certificate: text(old) })).toMatch(/^tls-untrusted/);
		});

		test("with nothing in common refuses, and that is told", async () => {
			const root = await Certificate.root();
			const port = await serve(
				await root.issue({ names: [HOST] }),
				"-tls1_1",
				"-cipher",
				"DEFAULT@SECLEVEL=0",
			);
			expect(await talk(port, { certificate: root.pem })).toMatch(/^tls-failed: .*\((40|70)\)/);
		});
	});
});
