import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { IncomingPacket } from "../../../modules/mqtt/incoming-packet";
import { PacketReader } from "../../../modules/mqtt/packet-reader";
import { bytes, packet, publish, text, word } from "./bytes";

/** Reads a stream in slices that end at the given places. */
function read(stream: Uint8Array, cuts: readonly number[] = [], limit = 4096): IncomingPacket[] {
	const packets: IncomingPacket[] = [];
	const reader = new PacketReader((next) => packets.push(next), limit);
	const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
	// A slice of its own, wiped afterwards: the reader must not keep it.
	ends.forEach((end, index) => {
		const slice = Uint8Array.from(stream.subarray(ends[index - 1] ?? 0, end));
		reader.push(slice);
		slice.fill(0xee);
	});
	return packets;
}

const message = { topic: "a/b", payload: "58", qos: 0, retain: false, dup: false };

describe("packets of a broker", () => {
	test.each<[string, string, IncomingPacket]>([
		["CONNACK", "20 02 00 00", { type: "CONNACK", sessionPresent: false, code: 0 }],
		["CONNACK with session", "20 02 01 00", { type: "CONNACK", sessionPresent: true, code: 0 }],
		["CONNACK refused", "20 02 00 05", { type: "CONNACK", sessionPresent: false, code: 5 }],
		["PUBLISH", "30 07 0003 'a/b' '58'", { type: "PUBLISH", id: undefined, message: message as never }],
		[
			"PUBLISH QoS 1",
			"3b 09 0003 'a/b' 1234 '58'",
			{ type: "PUBLISH", id: 0x1234, message: { ...message, qos: 1, retain: true, dup: true } },
		],
		[
			"PUBLISH QoS 2",
			"34 09 0003 'a/b' ffff '58'",
			{ type: "PUBLISH", id: 65535, message: { ...message, qos: 2 } },
		],
		[
			"PUBLISH without payload",
			"31 05 0003 'a/b'",
			{ type: "PUBLISH", id: undefined, message: { ...message, qos: 0, payload: "", retain: true } },
		],
		[
			"PUBLISH QoS 1 without payload",
			"32 07 0003 'a/b' 0001",
			{ type: "PUBLISH", id: 1, message: { ...message, qos: 1, payload: "" } },
		],
		[
			"PUBLISH of bytes",
			"30 05 0001 'a' ff 41",
			{ type: "PUBLISH", id: undefined, message: { ...message, qos: 0, topic: "a", payload: "\ufffdA" } },
		],
		["a remaining length with leading zeros", "40 82 80 00 0001", { type: "PUBACK", id: 1 }],
		["PUBACK", "40 02 0001", { type: "PUBACK", id: 1 }],
		["PUBREC", "50 02 0100", { type: "PUBREC", id: 256 }],
		["PUBREL", "62 02 ffff", { type: "PUBREL", id: 65535 }],
		["PUBCOMP", "70 02 0002", { type: "PUBCOMP", id: 2 }],
		["SUBACK", "90 06 0003 00 01 02 80", { type: "SUBACK", id: 3, granted: [0, 1, 2, 128] }],
		["UNSUBACK", "b0 02 0004", { type: "UNSUBACK", id: 4 }],
		["PINGRESP", "d0 00", { type: "PINGRESP" }],
	])("%s", (_name, stream, expected) => {
		expect(read(bytes(stream))).toEqual([expected]);
	});

	test.each([
		["unknown-packet", "00"],
		["unknown-packet", "10"],
		["unknown-packet", "82"],
		["unknown-packet", "c0"],
		["unknown-packet", "e0"],
		["unknown-packet", "f0"],
		["unknown-packet", "21"],
		["unknown-packet", "60"],
		["unknown-packet", "44"],
		["bad-length", "30 ff ff ff ff"],
		["wrong-size", "20 03"],
		["wrong-size", "20 00"],
		["wrong-size", "40 01"],
		["wrong-size", "d0 01"],
		["wrong-size", "90 02"],
		["wrong-size", "30 00"],
		["wrong-size", "30 02"],
		["wrong-size", "30 04 0003 'a/'"],
		["wrong-size", "32 06 0003 'a/b' 00"],
		["wrong-size", "90 43"],
		["bad-packet-id", "32 07 0003 'a/b' 0000"],
		["bad-packet-id", "40 02 0000"],
		["bad-packet-id", "62 02 0000"],
		["bad-packet-id", "90 03 0000 00"],
		["bad-topic", "30 03 0000 'x'"],
		["bad-topic", "30 05 0003 'a/#'"],
		["bad-topic", "30 05 0003 '+/b'"],
		["bad-topic", "30 05 0003 'a' 00 'b'"],
		["bad-topic", "30 05 0003 eda080"],
		["bad-qos", "36 05 0001 'a' 0001"],
		["bad-flags", "20 02 02 00"],
		["bad-return-code", "90 04 0001 00 03"],
	])("%s: %s", (why, stream) => {
		// What follows a broken packet means nothing.
		expect(read(bytes(`${stream} d000 d000 d000`))).toEqual([{ type: "MALFORMED", why }]);
	});
});

describe("a packet beyond the limit", () => {
	test("is kept just up to it", () => {
		const fits = publish("a", "x".repeat(61), {});
		const beyond = publish("a", "x".repeat(62), {});
		expect(read(fits, [], 64)).toMatchObject([{ type: "PUBLISH" }]);
		expect(read(beyond, [], 64)).toEqual([{ type: "TOO-LARGE", id: undefined, qos: 0, size: 65 }]);
	});

	test("is skipped, and its id told, when it is a PUBLISH", () => {
		const stream = Buffer.concat([
			publish("a/b", "x".repeat(10_000), { qos: 1, id: 0x1234 }),
			publish("a/b", "58"),
			publish("t".repeat(60_000), "", { qos: 2, id: 65535 }),
			bytes("d0 00"),
		]);
		expect(read(stream)).toEqual([
			{ type: "TOO-LARGE", id: 0x1234, qos: 1, size: 10_007 },
			{ type: "PUBLISH", id: undefined, message },
			{ type: "TOO-LARGE", id: 65535, qos: 2, size: 60_004 },
			{ type: "PINGRESP" },
		]);
	});

	test("or with a topic of more than 512 bytes is told, not delivered", () => {
		const [id, qos] = [7, 1];
		const long = read(publish("t".repeat(512), "x", { qos, id }));
		expect(long).toMatchObject([{ type: "PUBLISH", id, message: { payload: "x" } }]);
		const size = 2 + 513 + 2 + 1;
		expect(read(publish("t".repeat(513), "x", { qos, id }))).toEqual([{ type: "TOO-LARGE", id, qos, size }]);
	});

	test("is understood when it is all topic", () => {
		const size = 5002;
		expect(read(publish("t".repeat(5000), ""))).toEqual([{ type: "TOO-LARGE", id: undefined, qos: 0, size }]);
	});

	test.each([
		["wrong-size", packet(0x32, word(6000), Buffer.alloc(5000))],
		["wrong-size", packet(0x32, word(4999), Buffer.alloc(4999), Buffer.alloc(1))],
		["bad-topic", packet(0x30, word(0), Buffer.alloc(5000))],
		["bad-packet-id", packet(0x32, text("a"), word(0), Buffer.alloc(5000))],
		["bad-qos", packet(0x36, text("a"), word(1), Buffer.alloc(5000))],
	] as const)("is refused when it is %s", (why, stream) => {
		expect(read(Buffer.concat([stream, bytes("d000")]))).toEqual([{ type: "MALFORMED", why }]);
	});

	test("costs no memory for what it only announces", () => {
		const reader = new PacketReader(() => {}, 4096);
		const before = process.memoryUsage().arrayBuffers;
		reader.push(bytes("30 ff ff ff 7f"));
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
	});
});

describe("any stream", () => {
	const id = fc.integer({ min: 1, max: 65535 });
	const anyPacket = fc.oneof(
		fc
			.record({
				topic: fc
					.string({ unit: "grapheme", minLength: 1, maxLength: 30 })
					.map((topic) => topic.replace(/[+#\0]/g, "x")),
				payload: fc.uint8Array({ maxLength: 400 }),
				qos: fc.constantFrom(0, 1, 2),
				id,
				retain: fc.boolean(),
			})
			.map(({ topic, payload, qos, id, retain }) =>
				publish(topic, payload, { qos, retain, ...(qos > 0 && { id }) }),
			),
		fc.tuple(fc.constantFrom(0x40, 0x50, 0x62, 0x70, 0xb0), id).map(([first, id]) => packet(first, word(id))),
		fc
			.tuple(id, fc.array(fc.constantFrom(0, 1, 2, 128), { minLength: 1, maxLength: 64 }))
			.map(([id, codes]) => packet(0x90, word(id), Buffer.from(codes))),
		fc.constant(bytes("d0 00")),
		fc.constant(bytes("20 02 00 00")),
	);
	const cuts = fc.array(fc.nat(100_000), { maxLength: 30 });

	test("says the same however it is cut", () => {
		fc.assert(
			fc.property(fc.array(anyPacket, { maxLength: 20 }), cuts, (packets, cuts) => {
				const stream = Buffer.concat(packets);
				const whole = read(stream, [], 200);
				expect(whole).toHaveLength(packets.length);
				expect(whole.some(({ type }) => type === "MALFORMED")).toBe(false);
				expect(read(stream, cuts, 200)).toEqual(whole);
				expect(read(stream, [...stream.keys()], 200)).toEqual(whole);
			}),
		);
	});

	test("is understood or refused, but never throws, and refuses once", () => {
		const noise = fc.uint8Array({ maxLength: 300 });
		const damaged = fc
			.tuple(fc.array(anyPacket, { minLength: 1, maxLength: 8 }), fc.nat(10_000), fc.nat(255))
			.map(([packets, at, byte]) => {
				const stream = Buffer.concat(packets);
				stream[at % stream.length] = byte;
				return stream;
			});
		fc.assert(
			fc.property(fc.oneof(noise, damaged), cuts, (stream, cuts) => {
				const whole = read(stream, [], 200);
				expect(read(stream, cuts, 200)).toEqual(whole);
				const broken = whole.findIndex(({ type }) => type === "MALFORMED");
				expect([-1, whole.length - 1]).toContain(broken);
			}),
			{ numRuns: 1000 },
		);
	});
});
