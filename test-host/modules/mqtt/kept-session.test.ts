import { describe, expect, test } from "@jest/globals";
import type { QoS } from "../../../modules/mqtt/message";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { Session } from "../../../modules/mqtt/session";
import { bytes, hex, publish, split } from "./bytes";
import { type Bench, startClient } from "./start-client";

const message = (qos: QoS, payload: string) => ({ topic: "a", payload, qos, retain: false });
const DISCONNECT = "e000";

/** A connection of a kept session, accepted by the broker; the record and what was sent begin after that. */
function connect(session: Session, present: boolean, options: Partial<MQTTOptions> = {}): Bench {
	const bench = startClient({ clean: false, session, ...options });
	bench.peer.offer();
	bench.peer.take();
	bench.peer.deliver([0x20, 2, present ? 1 : 0, 0]);
	return bench;
}

/** Type and flags, packet id and payload of each PUBLISH, type and packet id of the others. */
function packets(stream: Uint8Array): string[] {
	return split(stream).map(({ first, body }) => {
		const id = body.readUInt16BE(first >> 4 === 3 ? 3 : 0);
		return `${first.toString(16)} ${id} ${first >> 4 === 3 ? body.subarray(5) : ""}`.trim();
	});
}

describe("what a connection leaves under way", () => {
	test("goes out again on the next one, in the old order, before anything new, and is settled there", () => {
		const session = new Session();
		const first = connect(session, false);
		const done: string[] = [];
		for (const [qos, payload] of [
			[1, "one"],
			[2, "two"],
			[2, "three"],
			[1, "four"],
		] as const)
			first.client.publish(message(qos, payload), () => done.push(payload));
		expect(packets(first.peer.take())).toEqual(["32 1 one", "34 2 two", "34 3 three", "32 4 four"]);
		first.peer.deliver(bytes("50 02 0002 40 02 0004"));
		expect(packets(first.peer.take())).toEqual(["62 2"]);
		first.peer.fail();
		expect([session.messages, done]).toEqual([3, ["four"]]);

		const second = connect(session, true);
		expect(second.events).toEqual([["open", true]]);
		expect(packets(second.peer.take())).toEqual(["62 2", "3a 1 one", "3c 3 three"]);
		second.client.publish(message(1, "five"), () => done.push("five"));
		expect(packets(second.peer.take())).toEqual(["32 5 five"]);
		second.peer.deliver(bytes("40 02 0001 50 02 0003 70 02 0002 40 02 0005"));
		expect(packets(second.peer.take())).toEqual(["62 3"]);
		second.peer.deliver(bytes("70 02 0003"));
		expect(done).toEqual(["four", "one", "two", "five", "three"]);
		expect(session.messages).toBe(0);
	});

	test("goes out again however often connections break, also where the broker has lost the session", () => {
		const session = new Session();
		let done = 0;
		connect(session, false).client.publish(message(2, "x"), () => done++);
		for (let round = 0; round < 3; round++)
			expect(packets(connect(session, round > 0).peer.take())).toEqual(["3c 1 x"]);
		connect(session, true).peer.deliver(bytes("50 02 0001"));
		for (let round = 0; round < 3; round++)
			expect(packets(connect(session, round > 0).peer.take())).toEqual(["62 1"]);
		expect(done).toBe(0);
		connect(session, true).peer.deliver(bytes("70 02 0001"));
		expect(done).toBe(1);
	});

	test("releases in the order in which the broker has received", () => {
		const session = new Session();
		const first = connect(session, false);
		for (const payload of ["one", "two", "three"]) first.client.publish(message(2, payload), () => {});
		first.peer.deliver(bytes("50 02 0003 50 02 0001"));
		expect(packets(connect(session, true).peer.take())).toEqual(["62 3", "62 1", "3c 2 two"]);
	});

	test("is sent one by one as the socket takes it; messages wait behind it, subscriptions do not", () => {
		const session = new Session();
		const first = connect(session, false);
		for (const payload of ["one", "two"]) first.client.publish(message(1, payload), () => {});
		const taken: boolean[] = [];
		const second = startClient({
			clean: false,
			session,
			onOpen: () => {
				taken.push(second.client.publish(message(0, "new"), () => {}));
				taken.push(second.client.publish(message(1, "new"), () => {}));
				taken.push(second.client.subscribe([{ topic: "a", qos: 0 }], () => {}));
			},
		});
		second.peer.offer();
		second.peer.take();
		second.peer.offer(12);
		second.peer.deliver(bytes("20 02 01 00"));
		expect(taken).toEqual([false, false, true]);
		expect(second.client.publish(message(0, "new"), () => {})).toBe(false);
		for (let count = 0; count < 7; count++) second.peer.offer(2);
		expect(second.events).toEqual([]);
		second.peer.offer();
		expect(second.events).toEqual([["writable"]]);
		expect(packets(second.peer.take())).toEqual(["82 3", "3a 1 one", "3a 2 two"]);
	});

	test("is still in the window", () => {
		const session = new Session(1);
		connect(session, false).client.publish(message(1, "one"), () => {});
		const { client, peer, events } = connect(session, true);
		expect(client.publish(message(2, "two"), () => {})).toBe(false);
		peer.deliver(bytes("40 02 0001"));
		expect(events).toEqual([["open", true], ["writable"]]);
	});

	test("does not include what is settled meanwhile, nor subscriptions, whose ids are free again", () => {
		const session = new Session(2);
		const first = connect(session, false);
		for (let count = 0; count < 2; count++)
			first.client.subscribe([{ topic: "a", qos: 0 }], () => first.events.push(["granted"]));
		first.client.publish(message(1, "x"), () => {});
		first.peer.fail();
		const second = connect(session, true);
		expect(packets(second.peer.take())).toEqual(["3a 3 x"]);
		expect(second.client.subscribe([{ topic: "a", qos: 0 }], () => second.events.push(["granted"]))).toBe(
			true,
		);
		second.peer.deliver(bytes("90 03 0001 00 90 03 0004 00"));
		expect(second.events).toEqual([["open", true], ["granted"]]);
	});

	test("goes out again over clean sessions as well, when they are given the same state", () => {
		const session = new Session();
		const first = connect(session, false, { clean: true });
		first.client.publish(message(1, "x"), () => {});
		expect(packets(connect(session, false, { clean: true }).peer.take())).toEqual(["3a 1 x"]);
	});
});

describe("a QoS 2 message that has been delivered", () => {
	test("is not delivered again on the next connection", () => {
		const session = new Session();
		const first = connect(session, false);
		first.peer.deliver(publish("a", "x", { qos: 2, id: 7 }));
		expect(first.events).toHaveLength(2);
		const second = connect(session, true);
		second.peer.deliver(publish("a", "x", { qos: 2, id: 7, dup: true }));
		expect(hex(second.peer.take())).toBe("50020007");
		second.peer.deliver(bytes("62 02 0007"));
		expect(hex(second.peer.take())).toBe("70020007");
		second.peer.deliver(publish("a", "y", { qos: 2, id: 7 }));
		expect(second.events.map(([name]) => name)).toEqual(["open", "message"]);
	});

	test("stands for another one when the broker has lost the session", () => {
		const session = new Session();
		connect(session, false).peer.deliver(publish("a", "x", { qos: 2, id: 7 }));
		const second = connect(session, false);
		second.peer.deliver(publish("a", "y", { qos: 2, id: 7 }));
		expect(second.events.map(([name]) => name)).toEqual(["open", "message"]);
	});
});

describe("a session that only the broker remembers", () => {
	const CLEAN_FLAG_AT = 9;

	test("is made to forget: one connection notices, one begins clean, the next one is used", () => {
		const session = new Session();
		const seen = [1, 0, 0, 1].map((present) => {
			const { peer, events } = startClient({ clean: false, session, keepAlive: 10 });
			peer.offer();
			const clean = peer.take()[CLEAN_FLAG_AT];
			peer.deliver([0x20, 2, present, 0]);
			return [clean, hex(peer.take()), peer.closed, ...events];
		});
		expect(seen).toEqual([
			[0, DISCONNECT, 1, ["closed", "session-reset"]],
			[2, DISCONNECT, 1, ["closed", "session-reset"]],
			[0, "", 0, ["open", false]],
			[0, "", 0, ["open", true]],
		]);
	});

	test("is left behind too when it would never release its messages", () => {
		const session = new Session();
		const first = connect(session, false);
		for (let id = 1; id <= 1025; id++) first.peer.deliver(publish("a", "x", { qos: 2, id }));
		expect(first.events.at(-1)).toEqual(["closed", "protocol-error", "too-many-unreleased"]);
		expect(first.events.filter(([name]) => name === "message")).toHaveLength(1024);
		first.client.publish(message(1, "x"), () => {});
		expect(connect(session, false).events).toEqual([["closed", "session-reset"]]);
		const last = connect(session, false);
		last.peer.deliver(publish("a", "x", { qos: 2, id: 1 }));
		expect(last.events.map(([name]) => name)).toEqual(["open", "message"]);
	});
});
