import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Certificate } from "../virtual/certificate";
import { NodeTCP, NodeTLS } from "../virtual/node-tcp";
import { type Mosquitto, startMosquitto } from "./mosquitto";
import { describeWith } from "./needs";
import { connectPacket } from "./raw-mqtt";

type Answer = { readonly bytes: string } | { readonly reason: string | undefined };

/** Sends CONNECT and waits for the first answer, or for the end. */
function connect(
	port: number,
	login: { user?: string; password?: string } = {},
	certificate?: string,
): Promise<Answer> {
	return new Promise((resolve) => {
		let send = () => void socket.write(connectPacket({ clientId: "test", ...login }));
		const options = {
			host: "127.0.0.1",
			port,
			onReadable: () => {
				const bytes = Buffer.from(new Uint8Array(socket.read() ?? [])).toString("hex");
				socket.close();
				resolve({ bytes });
			},
			onWritable: () => {
				send();
				send = () => {};
			},
			onError: (error?: unknown) => resolve({ reason: (error as { reason?: string }).reason }),
		};
		const secure = certificate === undefined ? {} : { certificate };
		const socket = certificate === undefined ? new NodeTCP(options) : new NodeTLS({ ...options, secure });
	});
}

const ACCEPTED = { bytes: "20020000" };
const REFUSED = { bytes: "20020005" };

describeWith("mosquitto", () => {
	test("lets everybody in when nothing else is said, and is gone after stop", async () => {
		const broker = await startMosquitto();
		expect(await connect(broker.port)).toEqual(ACCEPTED);
		expect(broker.log()).toContain(`listen socket on port ${broker.port}`);
		await broker.stop();
		await broker.stop();
		expect(await connect(broker.port)).toEqual({ reason: "tcp-refused" });
	});

	test("tells why it does not start", async () => {
		await expect(startMosquitto({ config: ["no_such_setting true"] })).rejects.toThrow("no_such_setting");
	});
});

describeWith("mosquitto", () => {
	const folder = mkdtempSync(join(tmpdir(), "tls-"));
	let caPem: string;
	let broker: Mosquitto;

	beforeAll(async () => {
		const authority = await Certificate.root();
		const identity = await authority.issue({ names: ["127.0.0.1"] });
		caPem = authority.pem;
		const tls = { ca: join(folder, "ca.pem"), cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
		writeFileSync(tls.ca, caPem);
		writeFileSync(tls.cert, identity.pem);
		writeFileSync(tls.key, identity.key, { mode: 0o600 });
		broker = await startMosquitto({ tls, user: "leaf", password: "secret" });
	});

	afterAll(async () => {
		await broker.stop();
		rmSync(folder, { recursive: true });
	});

	test("lets one user in over TLS", async () => {
		expect(await connect(broker.port, { user: "leaf", password: "secret" }, caPem)).toEqual(ACCEPTED);
		expect(await connect(broker.port, { user: "leaf", password: "guess" }, caPem)).toEqual(REFUSED);
		expect(await connect(broker.port, {}, caPem)).toEqual(REFUSED);
	});

	test("is not trusted by another CA", async () => {
		const { pem: other } = await Certificate.root();
		expect(await connect(broker.port, {}, other)).toEqual({ reason: "tls-untrusted" });
	});
});
