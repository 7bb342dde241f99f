import { afterAll } from "@jest/globals";
import { connectAsync, type MqttClient } from "mqtt";
import type { Message, QoS } from "../../modules/mqtt/message";

/** Ends the clients of a test that has failed. */
const clients: MqttClient[] = [];
afterAll(() => {
	for (const client of clients) client.end(true);
});

/** Publishes with the package `mqtt`; resolves when the handshake of the QoS is through. */
export async function npmPub(port: number, { topic, payload, qos, retain }: Message): Promise<void> {
	const client = await connect(port);
	await client.publishAsync(topic, payload, { qos, retain });
	await client.endAsync();
}

/** Subscribes with the package `mqtt`. @returns When the broker has granted it: a promise of the first so many messages. */
export async function npmSub(
	port: number,
	topic: string,
	qos: QoS,
	count: number,
): Promise<{ messages: Promise<Message[]> }> {
	const client = await connect(port);
	const messages: Message[] = [];
	const complete = new Promise<Message[]>((resolve) => {
		client.on("message", (topic, payload, { qos, retain }) => {
			messages.push({ topic, payload: payload.toString(), qos, retain });
			if (messages.length === count) resolve(messages);
		});
	});
	await client.subscribeAsync(topic, { qos });
	return { messages: complete.finally(() => client.endAsync()) };
}

async function connect(port: number): Promise<MqttClient> {
	const where = { host: "127.0.0.1", port, protocol: "mqtt", protocolVersion: 4 } as const;
	const client = await connectAsync({ ...where, reconnectPeriod: 0 });
	clients.push(client);
	return client;
}
