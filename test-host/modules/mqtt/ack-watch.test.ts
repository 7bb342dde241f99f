import { describe, expect, test } from "@jest/globals";
import { Session } from "../../../modules/mqtt/session";
import { bytes } from "./bytes";
import { type Bench, openClient } from "./start-client";

const publish = ({ client }: Bench, qos: 0 | 1 | 2, payload = "x") =>
	client.publish({ topic: "a", payload, qos, retain: false }, () => {});

describe("an acknowledgement that does not come", () => {
	test.each<[string, (bench: Bench) => unknown]>([
		["PUBACK", (bench) => publish(bench, 1)],
		["PUBREC", (bench) => publish(bench, 2)],
		["SUBACK", ({ client }) => client.subscribe([{ topic: "a", qos: 0 }], () => {})],
		["UNSUBACK", ({ client }) => client.unsubscribe(["a"], () => {})],
	])("ends the connection, which is alive otherwise: %s", (awaited, request) => {
		const bench = openClient({ keepAlive: 0, ackTimeout: 8000 });
		const { peer, clock, events } = bench;
		request(bench);
		clock.advance(7999);
		expect(events).toEqual([]);
		clock.advance(2001);
		expect(events).toEqual([["closed", "ack-timeout", awaited]]);
		expect([peer.closed, clock.pending]).toEqual([1, 0]);
	});

	test("is PUBCOMP, counted from PUBREC", () => {
		const bench = openClient({ ackTimeout: 8000 });
		publish(bench, 2);
		bench.clock.advance(7000);
		bench.peer.deliver(bytes("50 02 0001"));
		bench.clock.advance(7000);
		expect(bench.events).toEqual([]);
		bench.clock.advance(3000);
		expect(bench.events).toEqual([["closed", "ack-timeout", "PUBCOMP"]]);
	});

	test("is due after 30 s when nothing is said, whatever comes and goes beside it", () => {
		const bench = openClient();
		publish(bench, 1);
		for (let id = 2; id < 40; id++) {
			bench.clock.advance(1000);
			publish(bench, 1);
			bench.peer.deliver([0x40, 2, 0, id]);
			if (id < 30) expect(bench.events).toEqual([]);
		}
		expect(bench.events).toEqual([["closed", "ack-timeout", "PUBACK"]]);
	});

	test("is not due before all of the packet has gone out", () => {
		const bench = openClient({ ackTimeout: 8000 });
		bench.peer.offer(5);
		publish(bench, 1, "y".repeat(100));
		bench.clock.advance(60_000);
		bench.peer.offer();
		bench.clock.advance(7000);
		expect(bench.events).toEqual([]);
		bench.clock.advance(3000);
		expect(bench.events).toEqual([["closed", "ack-timeout", "PUBACK"]]);
	});

	test("is watched anew on the next connection", () => {
		const session = new Session();
		const first = openClient({ session, ackTimeout: 8000 });
		publish(first, 1);
		first.clock.advance(20_000);
		const second = openClient({ session, ackTimeout: 8000 });
		second.clock.advance(7000);
		expect(second.events).toEqual([]);
		second.clock.advance(3000);
		expect(second.events).toEqual([["closed", "ack-timeout", "PUBACK"]]);
	});
});

describe("one that comes", () => {
	test("leaves no timer behind", () => {
		const bench = openClient({ ackTimeout: 8000 });
		publish(bench, 1);
		bench.peer.deliver(bytes("40 02 0001"));
		bench.clock.advance(8000);
		expect([bench.events, bench.clock.pending]).toEqual([[], 0]);
	});

	test("is not needed for QoS 0", () => {
		const bench = openClient({ ackTimeout: 8000 });
		publish(bench, 0);
		bench.clock.advance(100_000);
		expect([bench.events, bench.clock.pending]).toEqual([[], 0]);
	});

	test("nor after close", () => {
		const bench = openClient({ ackTimeout: 8000 });
		publish(bench, 1);
		bench.client.close();
		expect(bench.clock.pending).toBe(0);
	});
});
