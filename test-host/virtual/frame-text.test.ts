import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatFrame, frameOf, parseCanId, parseFrame } from "./frame-text";

describe("frames as text", () => {
	test("are read", () => {
		expect(parseFrame("0x79B#022101")).toEqual({
			id: 0x79b,
			dlc: 3,
			data: Uint8Array.of(2, 0x21, 1, 0, 0, 0, 0, 0),
		});
		expect(parseFrame("0x7#")).toMatchObject({ id: 7, dlc: 0 });
	});

	test("come back as they were written", () => {
		const text = fc.record({ id: fc.nat(0x7ff), data: fc.uint8Array({ maxLength: 8 }) });
		fc.assert(
			fc.property(text, ({ id, data }) => {
				const frame = frameOf(id, Buffer.from(data).toString("hex"));
				expect(parseFrame(formatFrame(frame))).toEqual(frame);
			}),
		);
	});

	test.each(["", "0x79B", "79B#00", "0x800#00", "0x#00", "0x79B#0", "0x79B#0g", "0x1#112233445566778899"])(
		"%p is refused",
		(text) => {
			expect(() => parseFrame(text)).toThrow(RangeError);
		},
	);

	test("an identifier alone is read", () => {
		expect(parseCanId("0x55b")).toBe(0x55b);
	});
});
