import { describe, expect, test } from "@jest/globals";
import type { QoS } from "../../../modules/mqtt/message";
import { Session } from "../../../modules/mqtt/session";
import { bytes, split, word } from "./bytes";
import { CONNACK, openClient, startClient } from "./start-client";

const message = (qos: QoS, payload = "x") => ({ topic: "a", payload, qos, retain: false });
const noop = () => {};
const puback = (id: number) => Buffer.concat([bytes("4002"), word(id)]);

describe("a request", () => {
	test("is refused until the connection is open", () => {
		const { client, peer, events } = startClient();
		expect(client.publish(message(0), noop)).toBe(false);
		peer.offer();
		expect(client.subscribe([{ topic: "a", qos: 0 }], noop)).toBe(false);
		expect(client.unsubscribe(["a"], noop)).toBe(false);
		peer.take();
		peer.deliver(CONNACK);
		expect(events).toEqual([["open", false], ["writable"]]);
		expect(peer.take()).toHaveLength(0);
		expect(client.publish(message(0), noop)).toBe(true);
	});

	test("is refused while another one is being sent", () => {
		const { client, peer, events } = openClient();
		peer.offer(3);
		expect(client.publish(message(1), noop)).toBe(true);
		expect(client.publish(message(0), noop)).toBe(false);
		expect(client.subscribe([{ topic: "a", qos: 0 }], noop)).toBe(false);
		peer.offer(3);
		expect(events).toEqual([]);
		peer.offer(100);
		expect(events).toEqual([["writable"]]);
		expect(split(peer.take())).toHaveLength(1);
	});

	test("is accepted when the socket takes nothing, but only one", () => {
		const { client, peer, events } = openClient();
		peer.offer(0);
		expect(client.publish(message(0), () => events.push(["done"]))).toBe(true);
		expect(client.publish(message(0), noop)).toBe(false);
		peer.offer(100);
		expect(events).toEqual([["done"], ["writable"]]);
	});

	test("that was not refused brings no onWritable", () => {
		const { client, peer, events } = openClient();
		client.publish(message(1), noop);
		peer.deliver(puback(1));
		peer.offer();
		expect(events).toEqual([]);
	});

	test.each([undefined, 1, 20])("of QoS 1 or 2 is refused when the window is full: %p", (inflightWindow) => {
		const { client, peer, events } = openClient({ session: new Session(inflightWindow) });
		const window = inflightWindow ?? 8;
		for (let count = 0; count < window; count++)
			expect(client.publish(message(count % 2 ? 2 : 1), noop)).toBe(true);
		expect(client.publish(message(2), noop)).toBe(false);
		// Neither of these has to wait for the broker.
		expect(client.publish(message(0), noop)).toBe(true);
		expect(client.subscribe([{ topic: "a", qos: 0 }], noop)).toBe(true);
		peer.offer();
		expect(events).toEqual([]);
		peer.deliver(puback(1));
		expect(events).toEqual([["writable"]]);
		expect(client.publish(message(1), noop)).toBe(true);
		expect(client.publish(message(1), noop)).toBe(false);
	});

	test("of QoS 0 that was refused is not kept waiting by a full window", () => {
		const { client, peer, events } = openClient({ session: new Session(1) });
		peer.offer(3);
		client.publish(message(1), noop);
		expect(client.publish(message(1), noop)).toBe(false);
		expect(client.publish(message(0), noop)).toBe(false);
		peer.offer(100);
		expect(events).toEqual([["writable"]]);
	});

	test("made from inside the callbacks works", () => {
		const { client, peer, clock, events } = openClient({
			onMessage: ({ payload }) => void client.publish(message(0, payload), () => events.push(["echoed"])),
			onWritable: () => void client.publish(message(1, "w"), () => client.publish(message(2, "d"), noop)),
		});
		peer.offer(2);
		client.publish(message(1, "first"), noop);
		client.publish(message(1), noop);
		peer.offer(1000);
		peer.deliver(puback(1));
		peer.deliver(puback(2));
		peer.deliver(bytes("30 04 0001 'a!'"));
		clock.advance(0);
		const payloads = split(peer.take()).map(({ first, body }) => body.subarray(first & 6 ? 5 : 3).toString());
		expect(payloads).toEqual(["first", "w", "d", "!"]);
		expect(events).toEqual([["echoed"]]);
	});
});

describe("onDone of QoS 0", () => {
	test("comes after publish has returned, once", () => {
		const { client, clock, events } = openClient();
		expect(client.publish(message(0), () => events.push(["done"]))).toBe(true);
		expect(events).toEqual([]);
		clock.advance(0);
		clock.advance(1000);
		expect(events).toEqual([["done"]]);
	});

	test("comes only when the socket has every byte", () => {
		const { client, peer, clock, events } = openClient();
		peer.offer(5);
		client.publish(message(0), () => events.push(["done"]));
		clock.advance(1000);
		expect(events).toEqual([]);
		peer.offer(1);
		expect(events).toEqual([["done"]]);
	});

	test("may publish the next one for ever without growing the stack", () => {
		const { client, peer, clock } = openClient();
		let count = 0;
		const next = () => {
			count += 1;
			peer.offer();
			if (count < 20_000) client.publish(message(0), next);
		};
		next();
		clock.advance(0);
		expect(count).toBe(20_000);
	});
});
