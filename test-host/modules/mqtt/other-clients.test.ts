import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Message, QoS } from "../../../modules/mqtt/message";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { mosquittoPub, mosquittoSub } from "../../helpers/mosquitto-clients";
import { describeWith } from "../../helpers/needs";
import { npmPub, npmSub } from "../../helpers/npm-mqtt";
import { type Broker, forEachBroker } from "./brokers";
import { Link } from "./link";

/** An MQTT client that others have written. */
interface OtherClient {
	/** Resolves when the handshake of the QoS is through. */
	readonly publish: (port: number, message: Message) => Promise<void>;
	/** Resolves when the subscription stands, with a promise of the first so many messages. */
	readonly subscribe: (
		port: number,
		topic: string,
		qos: QoS,
		count: number,
	) => Promise<{ messages: Promise<Message[]> }>;
}

/** Empty, ordinary, of characters of two to four bytes, more than a socket takes or hands over at a time. */
const PAYLOADS = ["", "58.4", "°C € 🚗", "é€🚗".repeat(1200), "last"];

function conformance({ publish, subscribe }: OtherClient, start: () => Promise<Broker>): void {
	let broker: Broker;
	beforeAll(async () => {
		broker = await start();
	});
	afterAll(() => broker.stop());

	const connect = async (options: Partial<MQTTOptions> = {}) => {
		const link = new Link(broker.port, options);
		await link.opened;
		return link;
	};

	describe.each<QoS>([0, 1, 2])("at QoS %p", (qos) => {
		test("gets what we publish", async () => {
			const topic = `to-other/${qos}`;
			const expected = PAYLOADS.map((payload) => ({ topic, payload, qos, retain: false }));
			const { messages } = await subscribe(broker.port, topic, qos, expected.length);
			const link = await connect();
			for (const message of expected) await link.publish(message);
			expect(await messages).toEqual(expected);
			link.client.close();
		});

		test("gets what we have had retained, but not what we have had cleared", async () => {
			const kept = { topic: `kept/${qos}/yes`, payload: "kept", qos, retain: true };
			const link = await connect();
			for (const name of ["no", "yes"]) await link.publish({ ...kept, topic: `kept/${qos}/${name}` });
			await link.publish({ topic: `kept/${qos}/no`, payload: "", qos, retain: true });
			const end = { topic: `kept/${qos}/end`, payload: "end", qos, retain: false };
			const { messages } = await subscribe(broker.port, `kept/${qos}/+`, qos, 2);
			await link.publish(end);
			expect(await messages).toEqual([kept, end]);
			link.client.close();
		});

		test("gets our will after abort, not after close", async () => {
			const topic = `will/${qos}`;
			const will = (payload: string) => ({ topic, payload, qos, retain: false });
			const { messages } = await subscribe(broker.port, topic, qos, 2);
			const witness = await connect();
			await witness.subscribe(topic, qos);
			(await connect({ will: will("polite") })).client.close();
			(await connect({ will: will("lost") })).client.abort();
			// A broker hears of two connections in any order.
			await witness.received(1);
			await publish(broker.port, will("end"));
			expect(await messages).toEqual([will("lost"), will("end")]);
			witness.client.close();
		});

		test("is heard by us", async () => {
			const topic = `from-other/${qos}`;
			const link = await connect();
			await link.subscribe(topic, qos);
			const expected = PAYLOADS.map((payload) => ({ topic, payload, qos, retain: false }));
			for (const message of expected) await publish(broker.port, message);
			expect(await link.received(expected.length)).toEqual(
				expected.map((message) => ({ ...message, dup: false })),
			);
			const kept = { topic, payload: "kept", qos, retain: true };
			await publish(broker.port, kept);
			const late = await connect();
			await late.subscribe(topic, qos);
			expect(await late.received(1)).toEqual([{ ...kept, dup: false }]);
			for (const { client } of [link, late]) client.close();
		});
	});
}

describe("mqtt from npm", () => {
	forEachBroker((start) => conformance({ publish: npmPub, subscribe: npmSub }, start));
});

describeWith("mosquitto_sub", () => {
	forEachBroker((start) => conformance({ publish: mosquittoPub, subscribe: mosquittoSub }, start));
});
