import { expect, test } from "@jest/globals";
import { flowControl, singleFrame } from "../../../src/can/iso-tp";
import { formatFrame } from "../../virtual/frame-text";

test("a request is padded with zeros", () => {
	expect(formatFrame(singleFrame(0x79b, [0x21, 0x01]))).toBe("0x79B#0221010000000000");
	expect(formatFrame(singleFrame(0x797, [0x22, 0x12, 0x03]))).toBe("0x797#0322120300000000");
});

test("a request must fit one frame", () => {
	expect(() => singleFrame(0x79b, [])).toThrow(RangeError);
	expect(() => singleFrame(0x79b, [1, 2, 3, 4, 5, 6, 7, 8])).toThrow(RangeError);
});

test("flow control lets all frames come as fast as they can, or as told", () => {
	expect(formatFrame(flowControl(0x79b))).toBe("0x79B#3000000000000000");
	expect(formatFrame(flowControl(0x79b, 4, 10))).toBe("0x79B#30040A0000000000");
});
