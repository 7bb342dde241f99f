import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { QoS } from "../../../modules/mqtt/message";
import { mosquittoPub, mosquittoSub } from "../../helpers/mosquitto-clients";
import { describeWith } from "../../helpers/needs";
import { type Broker, forEachBroker } from "./brokers";
import { Link } from "./link";

const PAYLOADS = ["", "58.4", "°C € 🚗", "é€🚗".repeat(1200), "last"];

describeWith("mosquitto_sub", () => {
	forEachBroker((start) => {
		let broker: Broker;
		beforeAll(async () => {
			broker = await start();
		});
		afterAll(() => broker.stop());

		const connect = async () => {
			const link = new Link(broker.port);
			await link.opened;
			return link;
		};

		test.each<QoS>([0, 1, 2])("mosquitto_sub gets what we publish at QoS %p", async (qos) => {
			const topic = `to-other/${qos}`;
			const expected = PAYLOADS.map((payload) => ({ topic, payload, qos, retain: false }));
			const { messages } = await mosquittoSub(broker.port, topic, qos, expected.length);
			const link = await connect();
			for (const message of expected) await link.publish(message);
			expect(await messages).toEqual(expected);
			await link.publish({ topic, payload: "kept", qos, retain: true });
			const late = await mosquittoSub(broker.port, topic, qos, 1);
			expect(await late.messages).toEqual([{ topic, payload: "kept", qos, retain: true }]);
			link.client.close();
		});

		test.each<QoS>([0, 1, 2])("we get what mosquitto_pub publishes at QoS %p", async (qos) => {
			const topic = `from-other/${qos}`;
			const link = await connect();
			await link.subscribe(topic, qos);
			const expected = PAYLOADS.map((payload) => ({ topic, payload, qos, retain: false }));
			for (const message of expected) await mosquittoPub(broker.port, message);
			expect(await link.received(expected.length)).toEqual(
				expected.map((message) => ({ ...message, dup: false })),
			);
			const kept = { topic, payload: "kept", qos, retain: true };
			await mosquittoPub(broker.port, kept);
			const late = await connect();
			await late.subscribe(topic, qos);
			expect(await late.received(1)).toEqual([{ ...kept, dup: false }]);
			for (const { client } of [link, late]) client.close();
		});
	});
});
