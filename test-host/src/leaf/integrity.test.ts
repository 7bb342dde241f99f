import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { crc8 } from "../../../src/leaf/crc8";
import { checkFor, type Integrity } from "../../../src/leaf/integrity";
import { formatFrame, frameOf } from "../../virtual/frame-text";

const GOOD = "0080C12A000001B2";

describe.each([
	["8 bytes", 8],
	["6 bytes", 6],
	["3 bytes", 3],
])("frames of %s with a CRC", (_, dlc) => {
	const check = checkFor(dlc, "crc8");
	const content = fc.uint8Array({ minLength: dlc - 1, maxLength: dlc - 1 });
	const framed = (bytes: Uint8Array) => {
		const frame = frameOf(0x1db, Buffer.from(bytes).toString("hex"));
		frame.data[dlc - 1] = crc8(frame.data, dlc - 1);
		frame.dlc = dlc;
		return frame;
	};

	test("pass", () => {
		fc.assert(fc.property(content, (bytes) => check(framed(bytes)) === undefined));
	});

	test("fail when any single bit is flipped", () => {
		fc.assert(
			fc.property(content, fc.nat(dlc * 8 - 1), (bytes, bit) => {
				const frame = framed(bytes);
				(frame.data[bit >> 3] as number) ^= 1 << (bit & 7);
				expect(check(frame)).toBe("crc");
			}),
		);
	});

	test("fail by their length first", () => {
		const frame = framed(new Uint8Array(dlc - 1));
		for (const other of [0, dlc - 1, dlc + 1]) expect(check({ ...frame, dlc: other })).toBe("dlc");
	});
});

test("what stands behind the last byte does not matter", () => {
	const frame = frameOf(0x50c, "0102030405");
	frame.data[5] = crc8(frame.data, 5);
	frame.dlc = 6;
	frame.data.fill(0xee, 6);
	expect(checkFor(6, "crc8")(frame)).toBeUndefined();
});

test("a message without CRC is only measured", () => {
	const check = checkFor(8, "none");
	expect(check(frameOf(0x5bc, "7D008C64BC125FFF"))).toBeUndefined();
	expect(check(frameOf(0x5bc, GOOD.slice(2)))).toBe("dlc");
});

describe("a nibble sum", () => {
	const check = checkFor(8, "nibbles");
	const IDS = [0x380, 0x390, 0x5bf];
	const content = fc.uint8Array({ minLength: 8, maxLength: 8 });
	const framed = (id: number, bytes: Uint8Array) => {
		const frame = frameOf(id, Buffer.from(bytes).toString("hex"));
		const digits = formatFrame(frame).replace(/0x|#/g, "").slice(0, -1);
		const sum = [...digits].reduce((total, digit) => total + Number.parseInt(digit, 16), 0);
		frame.data[7] = ((bytes[7] as number) & 0xf0) | (sum & 15);
		return frame;
	};

	test("is that of all hex digits of identifier and data before it", () => {
		fc.assert(fc.property(fc.constantFrom(...IDS), content, (id, bytes) => !check(framed(id, bytes))));
	});

	test("of a captured frame is its last digit, with its own identifier alone", () => {
		const frame = frameOf(0x390, "0400010200000036");
		expect(check(frame)).toBeUndefined();
		expect(check({ ...frame, id: 0x391 })).toBe("crc");
	});

	test("fails when any single bit is flipped", () => {
		fc.assert(
			fc.property(content, fc.nat(63), (bytes, bit) => {
				const frame = framed(0x390, bytes);
				(frame.data[bit >> 3] as number) ^= 1 << (bit & 7);
				expect(check(frame)).toBe("crc");
			}),
		);
	});

	test("fails by its length first", () => {
		expect(check({ ...frameOf(0x390, "0400010200000036"), dlc: 7 })).toBe("dlc");
	});
});

test("a message may have several lengths, and only these", () => {
	const frame = frameOf(0x5b9, "292C521C28FFFFFF");
	const lengths = (integrity: Integrity) =>
		[0, 1, 2, 3, 4, 5, 6, 7, 8].filter((dlc) => checkFor([5, 7], integrity)({ ...frame, dlc }) !== "dlc");
	expect(lengths("none")).toEqual([5, 7]);
	expect(lengths("crc8")).toEqual([5, 7]);
});
