import { describe, expect, test } from "@jest/globals";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { bytes, hex, publish } from "./bytes";
import { CONNACK, openClient, startClient } from "./start-client";

const CONNECT = hex(bytes("10 10 0004 'MQTT' 04 02 0000 0004 'leaf'"));
const DISCONNECT = "e000";
const message = { topic: "a/b", payload: "58", qos: 0, retain: false } as const;
const noop = () => {};

describe("connecting", () => {
	test("hands the socket its options and sends CONNECT when it first takes something", () => {
		const { peer, events } = startClient();
		expect(peer.options).toMatchObject({ host: "broker", port: 1883 });
		expect(peer.take()).toHaveLength(0);
		peer.offer();
		expect(hex(peer.take())).toBe(CONNECT);
		peer.offer();
		expect(peer.take()).toHaveLength(0);
		expect(events).toEqual([]);
	});

	test("hands further options to the socket, but not its class", () => {
		const given = startClient();
		const secure = { certificate: "PEM" };
		const socket = { io: given.peer.TCP, secure, port: 1, onError: noop };
		startClient({ socket });
		expect(given.peer.options).toMatchObject({ host: "broker", port: 1883, secure });
		expect(given.peer.options).not.toHaveProperty("io");
		expect(given.peer.options?.onError).not.toBe(noop);
	});

	// With a clean session there is none [MQTT-3.2.2-1], whatever the broker says.
	test.each(["00", "01"])("tells when the broker accepts it, session present %s", (flag) => {
		const { peer, clock, events } = startClient();
		peer.offer();
		peer.deliver(bytes(`20 02 ${flag} 00`));
		expect(events).toEqual([["open", false]]);
		clock.advance(1e6);
		expect(events).toHaveLength(1);
	});

	test.each([
		[1, "refused-protocol"],
		[2, "refused-identifier"],
		[3, "refused-unavailable"],
		[4, "bad-credentials"],
		[5, "not-authorised"],
		[6, "refused-other"],
		[255, "refused-other"],
	])("tells why the broker refuses it: code %p", (code, reason) => {
		const { peer, clock, events } = startClient();
		peer.offer();
		peer.deliver([0x20, 2, 0, code]);
		expect(events).toEqual([["closed", reason, `CONNACK ${code}`]]);
		expect([peer.closed, clock.pending]).toEqual([1, 0]);
	});

	test("takes no more than the connect timeout, with and without TCP", () => {
		for (const [offer, detail] of [
			[false, "no connection"],
			[true, "no CONNACK"],
		] as const) {
			const { peer, clock, events } = startClient(offer ? { connectTimeout: 5000 } : {});
			if (offer) peer.offer();
			clock.advance(offer ? 4999 : 19_999);
			expect(events).toEqual([]);
			clock.advance(1);
			expect(events).toEqual([["closed", "timeout", detail]]);
			expect(peer.closed).toBe(1);
		}
	});

	test("ends when the broker says anything else first", () => {
		const { peer, events } = startClient();
		peer.offer();
		peer.deliver(bytes("d000"));
		expect(events).toEqual([["closed", "protocol-error", "unexpected-packet"]]);
	});

	test("ends when the broker accepts it twice", () => {
		const { peer, events } = openClient();
		peer.deliver(CONNACK);
		expect(events).toEqual([["closed", "protocol-error", "unexpected-packet"]]);
	});
});

describe("failures of the socket", () => {
	const named = Object.assign(new Error("who are you"), { reason: "tls-untrusted" });
	test.each([
		["before it is connected", false, false, undefined, ["tcp-refused"]],
		["before CONNACK", true, false, undefined, ["connection-lost"]],
		["when open", true, true, undefined, ["connection-lost"]],
		["with words", false, false, new Error("no way"), ["tcp-refused", "no way"]],
		["with a reason", false, false, named, ["tls-untrusted", "who are you"]],
		["with a reason when open", true, true, named, ["tls-untrusted", "who are you"]],
	])("%s", (_name, connected, accepted, error, expected) => {
		const { peer, clock, events } = startClient({ keepAlive: 10 });
		if (connected) peer.offer();
		if (accepted) peer.deliver(CONNACK);
		events.length = 0;
		peer.fail(error);
		expect(events).toEqual([["closed", ...expected]]);
		expect([peer.closed, clock.pending]).toEqual([1, 0]);
	});

	test("in its constructor are told like any other, later", () => {
		const io = class {
			constructor() {
				throw new Error("no memory");
			}
		} as unknown as MQTTOptions["socket"]["io"];
		const { clock, events } = startClient({ socket: { io } });
		expect(events).toEqual([]);
		clock.advance(0);
		expect(events).toEqual([["closed", "tcp-refused", "no memory"]]);
		expect(clock.pending).toBe(0);
	});

	test("in write are told later, not inside the call of the application", () => {
		const { client, peer, clock, events } = openClient();
		peer.writeError = new Error("not ready");
		expect(client.publish({ ...message, qos: 1 }, noop)).toBe(true);
		expect(events).toEqual([]);
		clock.advance(0);
		expect(events).toEqual([["closed", "connection-lost", "not ready"]]);
	});

	test("in write while answering leave what has been received", () => {
		const { peer, clock, events } = openClient();
		peer.writeError = new Error("not ready");
		peer.deliver(Buffer.concat([publish("a", "1", { qos: 1, id: 1 }), publish("a", "2", { qos: 1, id: 2 })]));
		expect(events.map(([name]) => name)).toEqual(["message", "message"]);
		clock.advance(0);
		expect(events[2]).toEqual(["closed", "connection-lost", "not ready"]);
	});
});

describe("what a broker must not send", () => {
	test.each([
		["bad-length", "30 ff ff ff ff"],
		["unknown-packet", "c0 00"],
		["bad-packet-id", "40 02 0000"],
	])("ends the connection: %s", (why, stream) => {
		const { peer, events } = openClient();
		peer.deliver(Buffer.concat([publish("a", "x"), bytes(stream), publish("a", "y")]));
		expect(events.map(([name]) => name)).toEqual(["message", "closed"]);
		expect(events[1]).toEqual(["closed", "protocol-error", why]);
		expect(peer.closed).toBe(1);
	});
});

describe("close", () => {
	test("says goodbye and is silent for ever", () => {
		const { client, peer, clock, events } = openClient({ keepAlive: 10 });
		client.close();
		expect(hex(peer.take())).toBe(DISCONNECT);
		client.close();
		client.abort();
		peer.deliver(publish("a", "x"));
		peer.offer();
		peer.fail();
		clock.advance(1e6);
		expect([events, peer.closed, clock.pending, peer.take().length]).toEqual([[], 1, 0, 0]);
		expect(client.publish(message, noop)).toBe(false);
		expect(client.subscribe([{ topic: "#", qos: 0 }], noop)).toBe(false);
		expect(client.unsubscribe(["#"], noop)).toBe(false);
	});

	test("says nothing before the connection is open", () => {
		for (const connected of [false, true]) {
			const { client, peer, clock, events } = startClient();
			if (connected) peer.offer();
			peer.take();
			client.close();
			expect([peer.take().length, peer.closed, clock.pending, events]).toEqual([0, 1, 0, []]);
		}
	});

	test("leaves out the goodbye where it would fall into another packet", () => {
		const { client, peer, clock } = openClient();
		peer.offer(5);
		client.publish(message, noop);
		client.close();
		expect([peer.take().length, peer.closed]).toEqual([5, 1]);
		peer.offer();
		peer.deliver(publish("a", "x"));
		expect([peer.take().length, clock.pending]).toEqual([0, 0]);
	});

	test("leaves no timer behind", () => {
		const { client, peer, clock, events } = openClient({ keepAlive: 10 });
		client.publish(message, () => events.push(["done"]));
		peer.writeError = new Error("not ready");
		client.publish({ ...message, qos: 1 }, noop);
		client.close();
		expect(clock.pending).toBe(0);
		clock.advance(1e6);
		expect(events).toEqual([]);
	});

	test("sends no more of the goodbye than the socket takes", () => {
		const { client, peer } = openClient();
		peer.offer(1);
		client.close();
		expect([hex(peer.take()), peer.closed]).toEqual(["e0", 1]);
	});

	test("inside onMessage still sends the acknowledgement of that message, and reads no further", () => {
		let messages = 0;
		const { client, peer } = openClient({
			onMessage: () => {
				messages += 1;
				client.close();
			},
		});
		peer.deliver(Buffer.concat([publish("a", "x", { qos: 1, id: 7 }), publish("a", "y", { qos: 1, id: 8 })]));
		expect(messages).toBe(1);
		expect(hex(peer.take())).toBe(hex(bytes("40 02 0007 e000")));
	});

	test("inside onDone and onOpen", () => {
		const opening = startClient({ onOpen: () => opening.client.close() });
		opening.peer.offer();
		opening.peer.take();
		opening.peer.deliver(CONNACK);
		expect([hex(opening.peer.take()), opening.clock.pending]).toEqual([DISCONNECT, 0]);
		const twice = openClient();
		twice.client.publish(message, () => twice.client.close());
		twice.client.publish(message, () => twice.events.push(["done"]));
		twice.clock.advance(0);
		expect([twice.peer.closed, twice.events]).toEqual([1, []]);
		const { client, peer, clock, events } = openClient();
		client.publish({ ...message, qos: 1 }, () => client.close());
		expect(client.publish(message, () => events.push(["done"]))).toBe(true);
		peer.take();
		peer.deliver(bytes("40 02 0001"));
		clock.advance(0);
		expect([hex(peer.take()), events]).toEqual([DISCONNECT, []]);
	});
});

describe("abort", () => {
	test("drops the socket without a goodbye", () => {
		const { client, peer, clock, events } = openClient({ keepAlive: 10 });
		client.abort();
		client.abort();
		client.close();
		clock.advance(1e6);
		expect([peer.take().length, peer.closed, clock.pending, events]).toEqual([0, 1, 0, []]);
	});
});
