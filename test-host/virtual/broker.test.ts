import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type ConnectFields, connectPacket, publishPacket, subscribePacket } from "../helpers/raw-mqtt";
import { type BrokerOptions, type EmbeddedBroker, startBroker } from "./broker";
import { Certificate } from "./certificate";

let broker: EmbeddedBroker | undefined;
afterEach(async () => {
	await broker?.stop();
	broker = undefined;
});

async function start(options?: BrokerOptions): Promise<EmbeddedBroker> {
	broker = await startBroker(options);
	return broker;
}

async function openTls({ port, caPem }: { port: number; caPem: string }): Promise<TLSSocket> {
	const socket = connect({ port, host: "localhost", ca: caPem });
	await once(socket, "secureConnect");
	return socket;
}

/** Connects as an MQTT client; resolves with the CONNACK return code. */
async function openMqtt(to: EmbeddedBroker, fields: ConnectFields) {
	const socket = await openTls(to);
	socket.write(connectPacket(fields));
	const [connack] = (await once(socket, "data")) as [Buffer];
	expect(connack.subarray(0, 2)).toEqual(Buffer.from([0x20, 2]));
	return { socket, returnCode: connack[3] };
}

/** The next message that comes to the broker. */
function nextMessage(from: EmbeddedBroker): Promise<unknown[]> {
	return new Promise((resolve) => from.onPublish((...message) => resolve(message)));
}

describe("the embedded broker", () => {
	test("is reached by TLS, with its own CA only", async () => {
		const to = await start();
		const { pem: caPem } = await Certificate.root({ subject: "Leafcast embedded broker" });
		await expect(openTls({ port: to.port, caPem })).rejects.toThrow();
		const { socket, returnCode } = await openMqtt(to, { clientId: "car" });
		expect(returnCode).toBe(0);
		socket.destroy();
	});

	test("shows the certificate it is given", async () => {
		const identity = await (await Certificate.root()).issue({ names: ["elsewhere.lan"] });
		await expect(openTls(await start({ identity }))).rejects.toMatchObject({
			code: "ERR_TLS_CERT_ALTNAME_INVALID",
		});
	});

	test("asks for a client certificate when told to", async () => {
		const clients = await Certificate.root();
		const { port, caPem } = await start({ clientCaPem: clients.pem });
		const socket = await openTls({ port, caPem });
		const [refusal] = (await once(socket, "error")) as [NodeJS.ErrnoException];
		expect(refusal.code).toBe("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED");
		const { pem, key } = await clients.issue({ names: ["car"] });
		const welcome = connect({ port, host: "localhost", ca: caPem, cert: pem, key });
		welcome.write(connectPacket({ clientId: "car" }));
		expect(((await once(welcome, "data"))[0] as Buffer)[3]).toBe(0);
		welcome.destroy();
	});

	test.each<[string, Partial<ConnectFields>, number]>([
		["the right password", { user: "leaf", password: "secret" }, 0],
		["a wrong password", { user: "leaf", password: "Secret" }, 4],
		["a wrong user", { user: "tesla", password: "secret" }, 4],
		["neither", {}, 4],
	])("answers %s", async (_what, fields, expected) => {
		const to = await start({ user: "leaf", password: "secret" });
		const { socket, returnCode } = await openMqtt(to, { clientId: "car", ...fields });
		expect(returnCode).toBe(expected);
		socket.destroy();
	});

	test("tells of each message and keeps the retained ones", async () => {
		const to = await start();
		const { socket } = await openMqtt(to, { clientId: "car" });
		const send = async (...[topic, payload, retain]: Parameters<typeof publishPacket>) => {
			const message = nextMessage(to);
			socket.write(publishPacket(topic, payload, retain));
			return await message;
		};
		expect(await send("leaf/soc/state", "58.4", true)).toEqual([
			"leaf/soc/state",
			"58.4",
			{ qos: 0, retain: true, clientId: "car" },
		]);
		await send("leaf/event", "now", false);
		await send("leaf/gone", "°", true);
		expect([...to.retained]).toEqual([
			["leaf/soc/state", "58.4"],
			["leaf/gone", "°"],
		]);
		await send("leaf/gone", "", true);
		expect([...to.retained]).toEqual([["leaf/soc/state", "58.4"]]);
		socket.destroy();
	});

	test("publishes the last will of a client that drops out", async () => {
		const to = await start();
		const will = { topic: "leaf/availability", payload: "offline" };
		const { socket } = await openMqtt(to, { clientId: "car", will });
		const message = nextMessage(to);
		socket.destroy();
		expect((await message).slice(0, 2)).toEqual(["leaf/availability", "offline"]);
		expect(to.retained.get("leaf/availability")).toBe("offline");
	});

	test("publishes in its own name to who listens", async () => {
		const to = await start();
		const { socket } = await openMqtt(to, { clientId: "car" });
		socket.write(subscribePacket("homeassistant/status"));
		await once(socket, "data");
		const message = nextMessage(to);
		const received = once(socket, "data");
		await to.publish("homeassistant/status", "online");
		expect(await message).toEqual([
			"homeassistant/status",
			"online",
			{ qos: 1, retain: false, clientId: undefined },
		]);
		expect((await received)[0]).toEqual(publishPacket("homeassistant/status", "online"));
		socket.destroy();
	});

	test("stops while somebody is connected, twice if need be", async () => {
		const to = await start();
		const { socket } = await openMqtt(to, { clientId: "car" });
		const closed = once(socket, "close");
		await Promise.all([to.stop(), to.stop(), closed]);
		await expect(openTls(to)).rejects.toMatchObject({ code: "ECONNREFUSED" });
	});
});
