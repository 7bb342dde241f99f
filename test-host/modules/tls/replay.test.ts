import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { buildWithEngine } from "../../virtual/tls/build";
import { Connection, library, makeEngine, problem, Server } from "./connect";

const NAME = "broker.example.com";
const CLEAR = Buffer.from("what the server has to say ".repeat(100));
/** A longer hunt: FUZZ_RUNS=100000. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);
/** The first bytes of a hello's random value are the time (RFC 5246, 7.4.1.2), behind three headers. */
const TIME_AT = 11;

const SOURCE = fileURLToPath(new URL("replay.c", import.meta.url));
const SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "leafcast-tls-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Connects once, with known randomness; the arguments with which the recording is played. */
async function record(keyType: "EC" | "RSA"): Promise<string[]> {
	const root = await Certificate.root();
	const leaf = await root.issue({ names: [NAME], keyType });
	const seed = Uint8Array.from({ length: 512 }, (_, index) => (index * 73) % 256);
	const now = Date.now();
	const sent: Buffer[] = [];
	const received: Buffer[] = [];
	const server = new Server({ cert: leaf.pem, key: leaf.key });
	const push = server.push.bind(server);
	server.push = (bytes) => {
		sent.push(Buffer.from(bytes));
		push(bytes);
	};
	const connection = new Connection(makeEngine({ ca: root.pem, seed, now }), server, (bytes) => {
		received.push(bytes);
		return bytes;
	});
	server.socket.write(CLEAR);
	await connection.run(() => connection.received.length === CLEAR.length);
	expect(connection.received.equals(CLEAR)).toBe(true);
	connection.end();
	const time = Buffer.concat(sent).readUInt32BE(TIME_AT);
	const file = (name: string, content: string | Uint8Array): string => {
		const path = join(folder, `${keyType}-${name}`);
		writeFileSync(path, content);
		return path;
	};
	const given = [
		file("ca", root.pem),
		NAME,
		String(Math.floor(now / 1000)),
		String(time),
		file("seed", seed),
	];
	return [...given, file("server", Buffer.concat(received)), file("clear", CLEAR)];
}

// Later versions have randomness of their own, so that a recording cannot be played.
needs("libmbedtls-dev of version 2", problem === undefined && library?.includes(" 2.") === true, () => {
	describe("a server whose bytes are damaged", () => {
		test.each(["EC", "RSA"] as const)(
			"does no harm to the memory (%s)",
			async (keyType) => {
				const built = buildWithEngine([SOURCE], SANITIZERS);
				if ("problem" in built) throw new Error(built.problem);
				const seed = process.env["FUZZ_SEED"] ?? String(Date.now() % 1_000_000_000);
				const run = [String(RUNS), seed, ...(await record(keyType))];
				const { status, stdout, stderr } = spawnSync(built.path, run, { encoding: "utf8" });
				// The seed repeats a failure: FUZZ_SEED=...
				expect({ seed, status, stderr }).toEqual({ seed, status: 0, stderr: "" });
				const complete = Number(/, (\d+) of them complete/.exec(stdout)?.[1]);
				expect(complete).toBeLessThan(RUNS / 10);
			},
			60_000,
		);
	});
});
