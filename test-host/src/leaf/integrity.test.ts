import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { crc8 } from "../../../src/leaf/crc8";
import { checkFor } from "../../../src/leaf/integrity";
import { frameOf } from "../../virtual/frame-text";

const GOOD = "0080C12A000001B2";

describe.each([
	["8 bytes", 8],
	["6 bytes", 6],
	["3 bytes", 3],
])("frames of %s with a CRC", (_, dlc) => {
	const check = checkFor(dlc, true);
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
	expect(checkFor(6, true)(frame)).toBeUndefined();
});

test("a message without CRC is only measured", () => {
	const check = checkFor(8, false);
	expect(check(frameOf(0x5bc, "7D008C64BC125FFF"))).toBeUndefined();
	expect(check(frameOf(0x5bc, GOOD.slice(2)))).toBe("dlc");
});
