import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
	encodeConnect,
	encodePublish,
	encodeSubscribe,
	encodeUnsubscribe,
	writeShort,
} from "../../../modules/mqtt/packet-writer";
import { bytes, hex, publish } from "./bytes";

/** Expected bytes are laid out by hand after the figures of MQTT 3.1.1, chapter 3. */
const golden = (text: string) => hex(bytes(text));

describe("CONNECT", () => {
	test("with everything", () => {
		const will = { topic: "a/b", payload: "gone", qos: 2, retain: true } as const;
		const packet = encodeConnect({
			id: "leaf",
			user: "ü",
			password: "secret",
			keepAlive: 300,
			clean: true,
			will,
		});
		expect(hex(packet)).toBe(
			golden("10 27 0004 'MQTT' 04 f6 012c 0004 'leaf' 0003 'a/b' 0004 'gone' 0002 'ü' 0006 'secret'"),
		);
	});

	test("with nothing", () => {
		expect(hex(encodeConnect({ id: "", keepAlive: 0, clean: true }))).toBe(
			golden("10 0c 0004 'MQTT' 04 02 0000 0000"),
		);
	});

	test.each([
		[{ clean: false }, "00"],
		[{ user: "u" }, "82"],
		[{ user: "", password: "" }, "c2"],
		[{ will: { topic: "t", payload: "", qos: 0, retain: false } }, "06"],
		[{ will: { topic: "t", payload: "", qos: 1, retain: false } }, "0e"],
		[{ will: { topic: "t", payload: "", qos: 0, retain: true } }, "26"],
	] as const)("flags of %j", (fields, flags) => {
		const packet = encodeConnect({ id: "i", keepAlive: 0, clean: true, ...fields });
		expect(hex(packet.subarray(9, 10))).toBe(flags);
	});

	test("an empty user, password or will is there all the same", () => {
		const will = { topic: "t", payload: "", qos: 0, retain: false } as const;
		const packet = encodeConnect({ id: "i", user: "", password: "", keepAlive: 0, clean: false, will });
		expect(hex(packet.subarray(12))).toBe(golden("0001 'i' 0001 't' 0000 0000 0000"));
	});
});

describe("PUBLISH", () => {
	test.each([
		[{ qos: 0, retain: false }, undefined, false, "30 08 0003 'a/b' '58 '"],
		[{ qos: 0, retain: true }, undefined, false, "31 08 0003 'a/b' '58 '"],
		[{ qos: 1, retain: false }, 0x1234, false, "32 0a 0003 'a/b' 1234 '58 '"],
		[{ qos: 1, retain: true }, 1, true, "3b 0a 0003 'a/b' 0001 '58 '"],
		[{ qos: 2, retain: false }, 65535, false, "34 0a 0003 'a/b' ffff '58 '"],
	] as const)("%j with id %p, again: %p", (how, id, dup, expected) => {
		expect(hex(encodePublish({ topic: "a/b", payload: "58 ", ...how }, id, dup))).toBe(golden(expected));
	});

	test("without payload", () => {
		const packet = encodePublish({ topic: "a", payload: "", qos: 1, retain: true }, 7);
		expect(hex(packet)).toBe(golden("33 05 0001 'a' 0007"));
	});

	test.each([
		[124, "7f"],
		[125, "8001"],
		[16380, "ff7f"],
		[16381, "808001"],
		[2097148, "ffff7f"],
		[2097149, "80808001"],
	])("remaining length with a payload of %p", (length, size) => {
		const packet = encodePublish(
			{ topic: "a", payload: "x".repeat(length), qos: 0, retain: false },
			undefined,
		);
		expect(hex(packet.subarray(1, 1 + size.length / 2))).toBe(size);
		expect(packet.length).toBe(1 + size.length / 2 + 3 + length);
	});

	test("is measured in bytes, whatever the characters", () => {
		const anyText = fc.string({ unit: "binary", maxLength: 300 });
		fc.assert(
			fc.property(
				anyText,
				anyText,
				fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }),
				(topic, payload, id) => {
					const qos = id === undefined ? 0 : 2;
					const expected = publish(topic, payload, id === undefined ? {} : { qos, id });
					expect(hex(encodePublish({ topic, payload, qos, retain: false }, id))).toBe(hex(expected));
				},
			),
		);
	});
});

describe("SUBSCRIBE and UNSUBSCRIBE", () => {
	test("name their topics", () => {
		const topics = [
			{ topic: "a/+", qos: 0 },
			{ topic: "°", qos: 2 },
		] as const;
		expect(hex(encodeSubscribe(topics, 0x0a0b))).toBe(golden("82 0d 0a0b 0003 'a/+' 00 0002 '°' 02"));
		expect(hex(encodeUnsubscribe(["a/+", "°"], 9))).toBe(golden("a2 0b 0009 0003 'a/+' 0002 '°'"));
	});
});

describe("short packets", () => {
	test.each([
		["PUBACK", 1, "40020001"],
		["PUBREC", 0x1234, "50021234"],
		["PUBREL", 65535, "6202ffff"],
		["PUBCOMP", 256, "70020100"],
		["PINGREQ", undefined, "c000"],
		["DISCONNECT", undefined, "e000"],
	] as const)("%s", (type, id, expected) => {
		const target = new Uint8Array(8).fill(0x2e);
		const end = writeShort(target, 2, type, id);
		expect(hex(target.subarray(2, end))).toBe(expected);
		expect(hex(target)).toBe(`2e2e${expected}`.padEnd(16, "2e"));
	});
});
