import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { answerIn, question } from "../../../modules/sntp/packet";
import { answerTo, writeTime } from "../../virtual/time-server";

const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const NOW = Date.UTC(2026, 10, 23, 12);

/** An answer as bytes; `change` makes it another. */
function answer(change: (packet: Buffer) => void = () => {}, utc = NOW): ArrayBuffer {
	const packet = answerTo(question(NONCE), utc);
	change(packet);
	return Uint8Array.from(packet).buffer;
}

describe("a question", () => {
	test("is of version 4 and a client's, and holds nothing but chance", () => {
		const bytes = [...question(NONCE)];
		expect(bytes).toEqual([0x23, ...new Array(39).fill(0), ...NONCE]);
	});
});

describe("an answer", () => {
	test("tells when it was sent and how long it took", () => {
		const told = answerIn(
			answer((packet) => writeTime(packet, 32, NOW - 250)),
			NONCE,
		);
		expect(told).toEqual({ sent: NOW, held: 250 });
	});

	test("of a real server is understood", () => {
		// 2026-11-23T12:00:00.5Z: 4,004,424,000 s since 1900.
		const hex =
			"240206e70000012b0000001ec0000201eeae9d2000000000" +
			"0102030405060708" +
			"eeaea14080000000" +
			"eeaea14080000000";
		const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
		expect(answerIn(bytes.buffer, NONCE)).toEqual({
			sent: (0xeeaea140 - 2_208_988_800) * 1000 + 500,
			held: 0,
		});
	});

	test.each([
		[
			"the last second before 1970 ends is not it: the top bit stands for 1968 on",
			Date.UTC(1968, 0, 20, 3, 14, 8),
		],
		["before the era ends", Date.UTC(2036, 1, 7, 6, 28, 15)],
		["when it begins anew", Date.UTC(2036, 1, 7, 6, 28, 17)],
		["long after", Date.UTC(2104, 0, 1)],
	])("is right %s", (_, utc) => {
		expect(answerIn(answer(undefined, utc), NONCE)).toEqual({ sent: utc, held: 0 });
	});

	test.each<[string, (packet: Buffer) => void]>([
		["a client's question", (packet) => packet.writeUInt8(0x23, 0)],
		["a broadcast", (packet) => packet.writeUInt8(0x25, 0)],
		["of version 2", (packet) => packet.writeUInt8(0x14, 0)],
		["of version 5", (packet) => packet.writeUInt8(0x2c, 0)],
		["to another question", (packet) => packet.writeUInt8(9, 31)],
		["to no question", (packet) => packet.fill(0, 24, 32)],
	])("%s is none", (_, change) => {
		expect(answerIn(answer(change), NONCE)).toBeUndefined();
	});

	test("that is cut short is none, one with more behind it is one", () => {
		expect(answerIn(answer().slice(0, 47), NONCE)).toBeUndefined();
		const longer = Uint8Array.of(...new Uint8Array(answer()), ...new Array(20).fill(7));
		expect(answerIn(longer.buffer, NONCE)).toEqual({ sent: NOW, held: 0 });
	});

	test.each<[string, (packet: Buffer) => void]>([
		["with the alarm", (packet) => packet.writeUInt8(0xe4, 0)],
		["of stratum 16", (packet) => packet.writeUInt8(16, 1)],
		["of stratum 255", (packet) => packet.writeUInt8(255, 1)],
		["that tells no time", (packet) => packet.fill(0, 40, 48)],
		["of stratum 0 without a code", (packet) => packet.writeUInt8(0, 1)],
	])("%s says that the server does not know", (_, change) => {
		expect(answerIn(answer(change), NONCE)).toEqual({ reason: "unsynchronised" });
	});

	test.each([1, 15])("of stratum %d counts", (stratum) => {
		expect(
			answerIn(
				answer((packet) => packet.writeUInt8(stratum, 1)),
				NONCE,
			),
		).toHaveProperty("sent");
	});

	test.each([
		["DENY", "kissed"],
		["RSTR", "kissed"],
		["RATE", "kissed"],
		["INIT", "unsynchronised"],
	])("with the kiss %s is %s", (detail, reason) => {
		const kiss = answer((packet) => {
			packet.writeUInt8(0, 1);
			packet.write(detail, 12);
		});
		expect(answerIn(kiss, NONCE)).toEqual({ reason, detail });
	});

	test("a kiss that answers nothing is none: anybody could send it", () => {
		const kiss = answer((packet) => {
			packet.writeUInt8(0, 1);
			packet.write("DENY", 12);
			packet.fill(0, 24, 32);
		});
		expect(answerIn(kiss, NONCE)).toBeUndefined();
	});

	test("is never made of other bytes, and never throws", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
				expect(answerIn(bytes.slice().buffer, NONCE)).toBeUndefined();
			}),
			{ numRuns: 2000 },
		);
	});

	test("with any damage elsewhere is a number, a reason, or none", () => {
		const bytes = new Uint8Array(answer());
		fc.assert(
			fc.property(fc.nat(47), fc.nat(255), fc.nat(47), fc.nat(255), (first, one, second, other) => {
				const damaged = bytes.slice();
				damaged[first] = one;
				damaged[second] = other;
				const told = answerIn(damaged.buffer, NONCE);
				if (told === undefined) return;
				if ("reason" in told) expect(told.detail ?? "NONE").toMatch(/^[A-Z]{4}$/);
				else expect([told.sent, told.held].every(Number.isFinite)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});
});
