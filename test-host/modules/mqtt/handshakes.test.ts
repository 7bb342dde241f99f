import { describe, expect, test } from "@jest/globals";
import { bytes, hex, publish, split } from "./bytes";
import { openClient } from "./start-client";

const message = { topic: "a", payload: "x", qos: 1, retain: false } as const;
const sent = (stream: Uint8Array) => hex(stream);
const golden = (text: string) => hex(bytes(text));
const violation = (code: string) => [["closed", "protocol-error", code]];

describe("sending", () => {
	test("QoS 1: PUBLISH, PUBACK", () => {
		const { client, peer, events } = openClient();
		expect(client.publish({ ...message, retain: true }, () => events.push(["done"]))).toBe(true);
		expect(sent(peer.take())).toBe(golden("33 06 0001 'a' 0001 'x'"));
		peer.deliver(bytes("40 02 0002"));
		expect(events).toEqual([]);
		peer.deliver(bytes("40 02 0001"));
		peer.deliver(bytes("40 02 0001"));
		expect(events).toEqual([["done"]]);
		expect(peer.take()).toHaveLength(0);
	});

	test("QoS 2: PUBLISH, PUBREC, PUBREL, PUBCOMP", () => {
		const { client, peer, events } = openClient();
		client.publish({ ...message, qos: 2 }, () => events.push(["done"]));
		expect(sent(peer.take())).toBe(golden("34 06 0001 'a' 0001 'x'"));
		for (let time = 0; time < 2; time++) {
			peer.deliver(bytes("50 02 0001"));
			expect(sent(peer.take())).toBe(golden("62 02 0001"));
		}
		expect(events).toEqual([]);
		peer.deliver(bytes("70 02 0001"));
		peer.deliver(bytes("70 02 0001"));
		expect(events).toEqual([["done"]]);
		// A PUBREC that nobody waits for is answered as well, so that the broker can forget it.
		peer.deliver(bytes("50 02 0001"));
		expect(sent(peer.take())).toBe(golden("62 02 0001"));
	});

	test("several at a time, answered in any order", () => {
		const { client, peer, events } = openClient();
		for (const [index, qos] of ([1, 2, 1, 2] as const).entries()) {
			client.publish({ ...message, qos }, () => events.push([index]));
		}
		const ids = split(peer.take()).map(({ body }) => body.readUInt16BE(3));
		expect(ids).toEqual([1, 2, 3, 4]);
		peer.deliver(bytes("50 02 0004 40 02 0003 50 02 0002 70 02 0004 40 02 0001 70 02 0002"));
		expect(events).toEqual([[2], [3], [0], [1]]);
		expect(sent(peer.take())).toBe(golden("62 02 0004 62 02 0002"));
	});

	test.each([
		[1, "50 02 0001"],
		[1, "70 02 0001"],
		[1, "b0 02 0001"],
		[1, "90 03 0001 00"],
		[2, "40 02 0001"],
		[2, "70 02 0001"],
	] as const)("QoS %p ends at a wrong answer: %s", (qos, answer) => {
		const { client, peer, events } = openClient();
		client.publish({ ...message, qos }, () => events.push(["done"]));
		peer.deliver(bytes(answer));
		expect(events).toEqual(violation("unexpected-packet"));
	});
});

describe("receiving", () => {
	const received = (qos: number, more: object = {}) => [
		"message",
		{ topic: "a", payload: "x", qos, retain: false, dup: false, ...more },
	];

	test("QoS 0: nothing is answered", () => {
		const { peer, events } = openClient();
		peer.deliver(publish("a", "x", { retain: true }));
		expect(events).toEqual([received(0, { retain: true })]);
		expect(peer.take()).toHaveLength(0);
	});

	test("QoS 1: PUBACK, each time", () => {
		const { peer, events } = openClient();
		peer.deliver(publish("a", "x", { qos: 1, id: 0x1234 }));
		peer.deliver(publish("a", "x", { qos: 1, id: 0x1234, dup: true }));
		expect(events).toEqual([received(1), received(1, { dup: true })]);
		expect(sent(peer.take())).toBe(golden("40 02 1234 40 02 1234"));
	});

	test("QoS 2: once, however often it is sent before it is released", () => {
		const { peer, events } = openClient();
		peer.deliver(publish("a", "x", { qos: 2, id: 5 }));
		peer.deliver(publish("a", "x", { qos: 2, id: 5, dup: true }));
		peer.deliver(publish("a", "x", { qos: 2, id: 6 }));
		expect(events).toEqual([received(2), received(2)]);
		expect(sent(peer.take())).toBe(golden("50 02 0005 50 02 0005 50 02 0006"));
		peer.deliver(bytes("62 02 0005"));
		peer.deliver(bytes("62 02 0005"));
		expect(sent(peer.take())).toBe(golden("70 02 0005 70 02 0005"));
		// Released, the id may stand for another message.
		peer.deliver(publish("a", "x", { qos: 2, id: 5 }));
		peer.deliver(publish("a", "x", { qos: 2, id: 6, dup: true }));
		expect(events).toHaveLength(3);
	});

	test("an empty payload does no harm", () => {
		const { peer, events } = openClient();
		for (const qos of [0, 1, 2])
			peer.deliver(publish("a", "", { qos, retain: true, ...(qos > 0 && { id: qos }) }));
		peer.deliver(publish("a", "x"));
		expect(events).toEqual([
			...[0, 1, 2].map((qos) => received(qos, { payload: "", retain: true })),
			received(0),
		]);
	});

	test("what is too large is reported and acknowledged", () => {
		const { peer, events } = openClient({ packetLimit: 200 });
		const large = "x".repeat(5000);
		peer.deliver(publish("a", large));
		peer.deliver(publish("a", large, { qos: 1, id: 1 }));
		peer.deliver(publish("a", large, { qos: 2, id: 2 }));
		peer.deliver(publish("a", large, { qos: 2, id: 2, dup: true }));
		peer.deliver(bytes("62 02 0002"));
		peer.deliver(publish("a", "x"));
		expect(events).toEqual([["too-large", 5003], ["too-large", 5005], ["too-large", 5005], received(0)]);
		expect(sent(peer.take())).toBe(golden("40 02 0001 50 02 0002 50 02 0002 70 02 0002"));
	});

	test("a broker that never releases is left", () => {
		const { peer, events } = openClient({ onMessage: () => {} });
		for (let id = 1; id <= 1024; id++) peer.deliver(publish("a", "x", { qos: 2, id }));
		peer.deliver(publish("a", "x", { qos: 2, id: 1024, dup: true }));
		expect(events).toEqual([]);
		peer.deliver(publish("a", "x", { qos: 2, id: 1025 }));
		expect(events).toEqual(violation("too-many-unreleased"));
	});
});

describe("subscribing", () => {
	const topics = [
		{ topic: "a/+", qos: 1 },
		{ topic: "b", qos: 2 },
	] as const;

	test("SUBSCRIBE, SUBACK; UNSUBSCRIBE, UNSUBACK", () => {
		const { client, peer, events } = openClient();
		client.subscribe(topics, (granted) => events.push(["granted", granted]));
		expect(sent(peer.take())).toBe(golden("82 0c 0001 0003 'a/+' 01 0001 'b' 02"));
		peer.deliver(bytes("90 04 0001 01 80"));
		client.unsubscribe(["b"], () => events.push(["unsubscribed"]));
		expect(sent(peer.take())).toBe(golden("a2 05 0002 0001 'b'"));
		peer.deliver(bytes("b0 02 0002"));
		expect(events).toEqual([["granted", [1, 128]], ["unsubscribed"]]);
	});

	test.each([
		["wrong-return-codes", "90 03 0001 00"],
		["wrong-return-codes", "90 05 0001 00 00 00"],
		["unexpected-packet", "b0 02 0001"],
		["unexpected-packet", "40 02 0001"],
	])("ends at a wrong answer: %s, %s", (why, answer) => {
		const { client, peer, events } = openClient();
		client.subscribe(topics, () => events.push(["granted"]));
		peer.deliver(bytes(answer));
		expect(events).toEqual(violation(why));
	});
});
