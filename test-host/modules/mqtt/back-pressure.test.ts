import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { QoS } from "../../../modules/mqtt/message";
import { bytes, cut, hex, packet, publish, split, word } from "./bytes";
import { CONNACK, openClient, startClient } from "./start-client";

/** PUBACK and PUBREC, by QoS. */
const FIRST_ANSWER: Readonly<Record<number, number>> = { 1: 0x40, 2: 0x50 };

describe("a slow socket", () => {
	test("takes even CONNECT byte by byte", () => {
		const { client, peer } = startClient({ will: { topic: "w", payload: "gone", qos: 1, retain: true } });
		const expected = bytes("10 19 0004 'MQTT' 04 2e 0000 0004 'leaf' 0001 'w' 0004 'gone'");
		for (let count = 0; count < expected.length; count++) peer.offer(1);
		expect(hex(peer.take())).toBe(hex(expected));
		peer.deliver(CONNACK);
		expect(client.publish({ topic: "a", payload: "", qos: 0, retain: false }, () => {})).toBe(true);
	});

	test("takes a payload that is larger than all it offers", () => {
		const { client, peer } = openClient();
		const payload = "é".repeat(5000);
		peer.offer(100);
		client.publish({ topic: "a", payload, qos: 1, retain: true }, () => {});
		while (peer.credit === 0) peer.offer(100);
		expect(Math.max(...peer.writes)).toBeLessThanOrEqual(100);
		expect(hex(peer.take())).toBe(hex(publish("a", payload, { qos: 1, id: 1, retain: true })));
	});

	test("gets acknowledgements between two large messages, not behind both", () => {
		const { client, peer } = openClient({
			onWritable: () =>
				void client.publish({ topic: "b", payload: "y".repeat(500), qos: 0, retain: false }, () => {}),
		});
		peer.offer(10);
		client.publish({ topic: "a", payload: "x".repeat(500), qos: 0, retain: false }, () => {});
		client.publish({ topic: "a", payload: "", qos: 0, retain: false }, () => {});
		peer.deliver(publish("c", "", { qos: 1, id: 9 }));
		for (let count = 0; count < 300; count++) peer.offer(7);
		expect(split(peer.take()).map(({ first }) => first)).toEqual([0x30, 0x40, 0x30]);
	});

	test("that takes nothing stops the reading before the answers overflow, and nothing is lost", () => {
		const { peer, events } = openClient();
		peer.offer(0);
		const stream = Buffer.concat(Array.from({ length: 2000 }, (_, index) => packet(0x62, word(index + 1))));
		for (let at = 0; at < stream.length; at += 999) peer.deliver(stream.subarray(at, at + 999));
		expect(peer.unread).toBeGreaterThan(7000);
		for (let count = 0; count < 3000; count++) peer.offer(3);
		expect(events).toEqual([]);
		expect(peer.unread).toBe(0);
		expect(split(peer.take()).map(({ body }) => body.readUInt16BE())).toEqual(
			Array.from({ length: 2000 }, (_, index) => index + 1),
		);
	});
});

/** The far end of the protocol: sends messages, answers what it gets, remembers both. */
class Mirror {
	readonly published: string[] = [];
	readonly acknowledged: string[] = [];
	readonly expectedAcknowledgements: string[] = [];
	readonly expectedEvents: unknown[][] = [];
	#outgoing: number[] = [];
	#unfinished: Uint8Array = new Uint8Array(0);
	#lastId = 0;

	send(payload: string, qos: number): void {
		const topic = "in";
		const size = 2 + topic.length + (qos > 0 ? 2 : 0) + payload.length;
		const message = { topic, payload, qos, retain: false, dup: false };
		this.expectedEvents.push(size > 4096 ? ["too-large", size] : ["message", message]);
		const id = qos > 0 ? ++this.#lastId : undefined;
		this.#outgoing.push(...publish(topic, payload, { qos, ...(id !== undefined && { id }) }));
		if (id !== undefined) this.expectedAcknowledgements.push(`${FIRST_ANSWER[qos]} ${id}`);
	}

	/** What it sends next, at most so many bytes. */
	next(count: number): number[] {
		return this.#outgoing.splice(0, count);
	}

	receive(stream: Uint8Array): void {
		const { packets, rest } = cut(Buffer.concat([this.#unfinished, stream]));
		this.#unfinished = rest;
		for (const { first, body } of packets) {
			if (first >> 4 === 3) this.#message((first >> 1) & 3, body);
			else if (first === 0x62) this.#answer(0x70, body.readUInt16BE());
			else if (first === 0x40 || first === 0x50) this.acknowledged.push(`${first} ${body.readUInt16BE()}`);
			if (first === 0x50) this.#answer(0x62, body.readUInt16BE());
		}
	}

	#message(qos: number, body: Buffer): void {
		this.published.push(`${qos} ${body.subarray(qos > 0 ? 5 : 3).toString()}`);
		if (qos > 0) this.#answer(FIRST_ANSWER[qos] ?? 0, body.readUInt16BE(3));
	}

	#answer(first: number, id: number): void {
		this.#outgoing.push(...packet(first, word(id)));
	}
}

describe("any traffic over any socket", () => {
	const outgoing = fc.record({ publish: fc.constantFrom<QoS>(0, 1, 2), payload: fc.nat(3000) });
	const incoming = fc.record({ receive: fc.constantFrom(0, 1, 2), payload: fc.nat(6000) });
	const network = fc.record({ offer: fc.nat(500), deliver: fc.nat(2000) });
	const steps = fc.array(fc.oneof(outgoing, incoming, network, network), { maxLength: 120 });

	test("arrives whole, in order and once, both ways", () => {
		fc.assert(
			fc.property(steps, (steps) => {
				const { client, peer, clock, events } = openClient();
				const mirror = new Mirror();
				const accepted: string[] = [];
				let done = 0;
				const exchange = (offer: number, deliver: number) => {
					peer.deliver(mirror.next(deliver));
					peer.offer(offer);
					mirror.receive(peer.take());
				};
				for (const step of steps) {
					if ("publish" in step) {
						const [qos, payload] = [step.publish, "é".repeat(step.payload)];
						const taken = client.publish({ topic: "t", payload, qos, retain: false }, () => done++);
						if (taken) accepted.push(`${qos} ${payload}`);
					} else if ("receive" in step) mirror.send("z".repeat(step.payload), step.receive);
					else exchange(step.offer, step.deliver);
				}
				for (let round = 0; round < 40; round++) exchange(1_000_000, 1_000_000);
				clock.advance(60_000);

				expect(mirror.published).toEqual(accepted);
				expect(done).toBe(accepted.length);
				expect(mirror.acknowledged).toEqual(mirror.expectedAcknowledgements);
				const arrived = events.filter(([name]) => name !== "writable");
				expect(arrived).toEqual(mirror.expectedEvents);
				expect(clock.pending).toBe(0);
			}),
			{ numRuns: 400 },
		);
	});
});
