import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startMosquitto } from "../helpers/mosquitto";
import { findProgram } from "../helpers/needs";
import { Certificate } from "../virtual/certificate";
import type { BrokerLogin } from "./configure-mqtt";

const run = promisify(execFile);

/** Debian's mosquitto at `localhost`, with TLS, a certificate authority of its own and one user. */
export interface TlsBroker extends BrokerLogin {
	/** What `npm start` is to be given to use it. */
	readonly startArguments: readonly string[];
	/** Publishes at QoS 1, retained; an empty payload takes away what was retained. */
	publish(topic: string, payload: string): Promise<void>;
	/** Publishes at QoS 1 what is for those who listen now. */
	tell(topic: string, payload: string): Promise<void>;
	/** Payloads of the retained messages that fit the filter, by topic. */
	retained(filter: string): Promise<Map<string, string>>;
	stop(): Promise<void>;
}

export async function startTlsBroker(): Promise<TlsBroker> {
	const folder = mkdtempSync(join(tmpdir(), "leafcast-broker-"));
	const authority = await Certificate.root({ subject: "Home CA" });
	const { pem, key } = await authority.issue({ names: ["localhost"] });
	const file = (name: string, text: string) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	const tls = {
		ca: file("ca.pem", authority.pem),
		cert: file("cert.pem", pem),
		key: file("key.pem", key),
	};
	const [user, password] = ["leaf", "s3cret"];
	const mosquitto = await startMosquitto({ tls, user, password });
	const url = ["--broker", `mqtts://localhost:${mosquitto.port}`];
	const login = [
		"-h",
		"localhost",
		"-p",
		String(mosquitto.port),
		"-u",
		user,
		"-P",
		password,
		"--cafile",
		tls.ca,
	];
	return {
		...{ port: mosquitto.port, caPem: authority.pem, user, password },
		startArguments: [...url, "--ca", tls.ca, "--user", user, "--password", password],
		publish: async (topic, payload) => {
			const what = payload === "" ? ["-n"] : ["-m", payload];
			await run(program("mosquitto_pub"), [...login, "-q", "1", "-r", "-t", topic, ...what]);
		},
		tell: async (topic, payload) => {
			await run(program("mosquitto_pub"), [...login, "-q", "1", "-t", topic, "-m", payload]);
		},
		retained: (filter) => subscribe([...login, "-t", filter, "--retained-only", "-W", "1", "-v"]),
		stop: async () => {
			await mosquitto.stop();
			rmSync(folder, { recursive: true });
		},
	};
}

async function subscribe(args: readonly string[]): Promise<Map<string, string>> {
	// It ends with 27 when -W is over, which is how it is meant to end here.
	const { stdout } = await run(program("mosquitto_sub"), args).catch(
		(error: { code: number; stdout: string }) => {
			if (error.code !== 27) throw error;
			return error;
		},
	);
	const lines = stdout.split("\n").filter((line) => line !== "");
	return new Map(lines.map((line) => [line.replace(/ .*/, ""), line.slice(line.indexOf(" ") + 1)]));
}

function program(name: string): string {
	return findProgram(name) ?? name;
}
