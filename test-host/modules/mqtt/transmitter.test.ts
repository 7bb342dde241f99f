import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Transmitter } from "../../../modules/mqtt/transmitter";
import { bytes, hex, publish, split } from "./bytes";

function start() {
	const sent: number[] = [];
	let space = 0;
	const transmitter = new Transmitter((part) => {
		if (part.length === 0 || part.length > space) throw new Error(`${part.length} bytes into ${space}`);
		space -= part.length;
		sent.push(...part);
	});
	const offer = (count: number) => {
		space = count;
		transmitter.offer(count);
		return transmitter.flush();
	};
	return { transmitter, offer, sent };
}

describe("what is sent", () => {
	test("goes out as the socket takes it, byte by byte if need be", () => {
		const { transmitter, offer, sent } = start();
		const through: number[] = [];
		transmitter.send(bytes("30 05 0003 'a/b'"), () => through.push(sent.length));
		expect(transmitter.flush()).toBe(false);
		for (let count = 0; count < 7; count++) {
			expect([transmitter.busy, through.length, sent.length]).toEqual([true, 0, count]);
			expect(offer(1)).toBe(true);
		}
		expect(transmitter.busy).toBe(false);
		expect(through).toEqual([7]);
		expect(hex(Uint8Array.from(sent))).toBe(hex(bytes("30 05 0003 'a/b'")));
	});

	test("never has a short packet in the middle of a long one, nor waiting behind one that has not begun", () => {
		const { transmitter, offer, sent } = start();
		transmitter.send(publish("a", "first"));
		offer(3);
		transmitter.sendShort("PUBACK", 1);
		transmitter.sendShort("PUBREC", 2);
		offer(publish("a", "first").length - 3 + 1);
		expect([transmitter.busy, transmitter.room]).toEqual([false, 126]);
		transmitter.send(publish("a", "second"));
		offer(100);
		expect(split(Uint8Array.from(sent)).map(({ first }) => first)).toEqual([0x30, 0x40, 0x50, 0x30]);
	});

	test("has room for 128 short packets, wherever the queue stands", () => {
		const { transmitter, offer, sent } = start();
		offer(0);
		let id = 0;
		for (let round = 0; round < 5; round++) {
			while (transmitter.room > 0) transmitter.sendShort("PUBACK", ++id);
			offer(4 * 31 + round);
		}
		offer(10_000);
		expect(transmitter.room).toBe(128);
		const ids = split(Uint8Array.from(sent)).map(({ body }) => body.readUInt16BE());
		expect(ids).toEqual(Array.from({ length: id }, (_, index) => index + 1));
		expect(id).toBeGreaterThan(128);
	});

	test("comes out whole and in order under any offers", () => {
		const step = fc.oneof(
			fc.record({ offer: fc.nat(40) }),
			fc.record({ long: fc.nat(100) }),
			fc.record({ short: fc.integer({ min: 1, max: 65535 }) }),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
				const { transmitter, offer, sent } = start();
				const long: string[] = [];
				const short: string[] = [];
				for (const next of steps) {
					if ("offer" in next) offer(next.offer);
					else if ("short" in next) {
						transmitter.sendShort("PUBACK", next.short);
						short.push(next.short.toString(16).padStart(4, "0"));
					} else if (!transmitter.busy) {
						const packet = publish("t", "x".repeat(next.long));
						transmitter.send(packet);
						transmitter.flush();
						long.push(hex(split(packet)[0]?.body ?? packet));
					}
				}
				offer(100_000);
				expect([transmitter.busy, transmitter.room]).toEqual([false, 128]);
				const all = split(Uint8Array.from(sent));
				const bodies = (first: number) =>
					all.filter((one) => one.first === first).map(({ body }) => hex(body));
				expect(bodies(0x30)).toEqual(long);
				expect(bodies(0x40)).toEqual(short);
			}),
		);
	});
});
