import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { KeepAlive } from "../../../modules/mqtt/keep-alive";
import { ManualClock } from "../../helpers/manual-clock";
import { bytes, hex } from "./bytes";
import { CONNACK, openClient, startClient } from "./start-client";

const PINGREQ = "c000";

function start(seconds = 80) {
	const clock = new ManualClock();
	const events: string[] = [];
	const at = (what: string) => events.push(`${what} ${clock.monotonic() / 1000}`);
	const keepAlive = new KeepAlive({
		seconds,
		after: (ms, callback) => clock.after(ms, callback),
		onPing: () => at("ping"),
		onDead: () => {
			at("dead");
			keepAlive.stop();
		},
	});
	return { keepAlive, clock, events };
}

describe("KeepAlive", () => {
	test("pings after three quarters of silence and gives the broker half", () => {
		const { clock, events } = start();
		clock.advance(1_000_000);
		expect(events).toEqual(["ping 60", "dead 100"]);
		expect(clock.pending).toBe(0);
	});

	test("goes on when it is answered", () => {
		const { keepAlive, clock, events } = start();
		clock.advance(95_000);
		keepAlive.sent();
		keepAlive.received();
		keepAlive.answered();
		clock.advance(75_000);
		expect(events).toEqual(["ping 60", "ping 150"]);
	});

	test("pings a broker to which it only sends", () => {
		const { keepAlive, clock, events } = start();
		for (let second = 0; second < 120; second++) {
			clock.advance(1000);
			keepAlive.sent();
		}
		expect(events).toEqual(["ping 60", "dead 120"]);
	});

	test("pings a broker from which it only receives", () => {
		const { keepAlive, clock, events } = start();
		for (let second = 0; second < 61; second++) {
			clock.advance(1000);
			keepAlive.received();
		}
		expect(events).toEqual(["ping 60"]);
	});

	test("has patience while the answer may be on its way behind other bytes", () => {
		const { keepAlive, clock, events } = start();
		for (let second = 0; second < 300; second += 30) {
			clock.advance(30_000);
			keepAlive.received();
		}
		expect(events).toEqual(["ping 60"]);
		clock.advance(40_000);
		expect(events).toEqual(["ping 60", "dead 340"]);
	});

	test("ends when stopped", () => {
		const { keepAlive, clock, events } = start();
		keepAlive.stop();
		clock.advance(1_000_000);
		expect([events, clock.pending]).toEqual([[], 0]);
	});

	test("never lets more than a keep-alive pass without sending, nor one and a half without noticing death", () => {
		const traffic = fc.array(fc.record({ ms: fc.nat(9000), sends: fc.boolean(), answers: fc.boolean() }), {
			maxLength: 60,
		});
		fc.assert(
			fc.property(traffic, (traffic) => {
				const clock = new ManualClock();
				let sentAt = 0;
				let receivedAt = 0;
				let dead = false;
				const keepAlive = new KeepAlive({
					seconds: 8,
					after: (ms, callback) => clock.after(ms, callback),
					onPing: () => {
						keepAlive.sent();
						sentAt = clock.monotonic();
					},
					onDead: () => {
						dead = true;
						expect(clock.monotonic() - receivedAt).toBeGreaterThan(4000);
						keepAlive.stop();
					},
				});
				for (const { ms, sends, answers } of traffic) {
					for (let passed = 0; passed < ms && !dead; passed += 100) {
						clock.advance(100);
						if (dead) break;
						expect(clock.monotonic() - Math.max(sentAt, receivedAt)).toBeLessThanOrEqual(8000);
						expect(clock.monotonic() - receivedAt).toBeLessThanOrEqual(12_000);
					}
					if (dead) return;
					if (sends) {
						keepAlive.sent();
						sentAt = clock.monotonic();
					}
					if (answers) {
						keepAlive.received();
						keepAlive.answered();
						receivedAt = clock.monotonic();
					}
				}
			}),
		);
	});
});

describe("a client", () => {
	test("sends PINGREQ and lives on PINGRESP", () => {
		const { peer, clock, events } = openClient({ keepAlive: 80 });
		for (let round = 0; round < 5; round++) {
			clock.advance(59_999);
			expect(peer.take()).toHaveLength(0);
			clock.advance(1);
			expect(hex(peer.take())).toBe(PINGREQ);
			peer.deliver(bytes("d000"));
		}
		expect(events).toEqual([]);
	});

	test("sends PINGREQ later when it sent something else", () => {
		const { client, peer, clock } = openClient({ keepAlive: 80 });
		clock.advance(30_000);
		client.publish({ topic: "a", payload: "", qos: 1, retain: false }, () => {});
		peer.deliver(bytes("40 02 0001"));
		peer.take();
		clock.advance(59_000);
		expect(peer.take()).toHaveLength(0);
		clock.advance(1_000);
		expect(hex(peer.take())).toBe(PINGREQ);
	});

	test("ends when the broker is silent, also when the socket took nothing", () => {
		for (const space of [8192, 0]) {
			const { peer, clock, events } = openClient({ keepAlive: 80 });
			peer.offer(space);
			clock.advance(100_000);
			expect(events).toEqual([["closed", "keep-alive-timeout"]]);
			expect([peer.closed, clock.pending]).toEqual([1, 0]);
		}
	});

	test("does nothing of the kind with a keep-alive of 0, nor before CONNACK", () => {
		const off = openClient({ keepAlive: 0 });
		off.clock.advance(1e9);
		expect([off.events, off.peer.take().length, off.clock.pending]).toEqual([[], 0, 0]);
		const early = startClient({ keepAlive: 1, connectTimeout: 60_000 });
		early.peer.offer();
		early.clock.advance(59_999);
		early.peer.deliver(CONNACK);
		expect(early.events).toEqual([["open", false]]);
	});
});
