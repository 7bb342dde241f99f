import { describe, expect, test } from "@jest/globals";
import { soc55b } from "../../../../src/leaf/broadcast/soc-55b";
import { frameOf } from "../../../virtual/frame-text";

const read = (hex: string) => {
	const frame = frameOf(0x55b, hex);
	expect(soc55b.check(frame)).toBeUndefined();
	return frame.data;
};

describe("0x55B", () => {
	test("62 kWh car at 86.6 %, not ready to sleep", () => {
		const data = read("D8800000E7001123");
		expect(soc55b.read.socPct(data)).toBeCloseTo(86.6, 9);
		expect(soc55b.read.irSensorRaw(data)).toBe(924);
		expect(soc55b.read.emptyFlag(data)).toBe(0);
		expect(soc55b.read.sleepBits(data)).toBe(1);
	});

	test("start-up: SOC and insulation unknown", () => {
		const data = read("FFC05500FFC02193");
		expect(soc55b.read.socPct(data)).toBeUndefined();
		expect(soc55b.read.irSensorRaw(data)).toBeUndefined();
	});

	test("an empty battery says so", () => {
		expect(soc55b.read.emptyFlag(Uint8Array.of(0, 0, 0, 0, 0, 0, 0x80, 0))).toBe(1);
	});

	test("a flipped bit and a short frame are refused", () => {
		expect(soc55b.check(frameOf(0x55b, "D8800000E7001122"))).toBe("crc");
		expect(soc55b.check(frameOf(0x55b, "D8800000E70011"))).toBe("dlc");
	});
});
