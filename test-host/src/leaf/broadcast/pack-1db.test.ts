import { describe, expect, test } from "@jest/globals";
import { pack1db } from "../../../../src/leaf/broadcast/pack-1db";
import { decode } from "../../../../src/leaf/message";
import { frameOf } from "../../../virtual/frame-text";

const read = (hex: string) => {
	const frame = frameOf(0x1db, hex);
	expect(pack1db.check(frame)).toBeUndefined();
	return frame.data;
};

describe("0x1DB", () => {
	test("driving: current is negative, the relay closed", () => {
		const data = read("FF00BA2A0000000A");
		expect(pack1db.read.currentA(data)).toBe(-4);
		expect(pack1db.read.voltageV(data)).toBe(372);
		expect(pack1db.read.mainRelayOn(data)).toBe(1);
		expect(pack1db.read.interlock(data)).toBe(1);
	});

	test("quick charge of a 62 kWh car: current is positive, and the same in 12 bits", () => {
		const data = frameOf(0x1db, "0880BC2A00044000").data;
		expect(pack1db.read.currentA(data)).toBe(34);
		expect(pack1db.read.currentFine12A(data)).toBe(34);
		expect(pack1db.read.voltageV(data)).toBe(376);
	});

	test("first frame after waking up: neither current nor voltage", () => {
		expect(decode(pack1db, "ZE1", read("7FE0FFC600800061"))).toEqual({
			currentA: null,
			voltageV: null,
			relayCutRequest: 0,
			failsafeStatus: 0,
			mainRelayOn: 0,
			fullChargeFlag: 0,
			interlock: 0,
			currentFine12A: null,
			prun: 0,
		});
	});

	test("40 kWh van: the dashboard's SOC, unknown while it starts", () => {
		expect(pack1db.read.usableSocPct(read("0000FFEA3700016B"))).toBe(55);
		expect(pack1db.read.usableSocPct(read("7FE0FFC67F00000D"))).toBeUndefined();
	});

	test("caution lamp and counter", () => {
		const data = read("0004C262000003B6");
		expect(pack1db.read.failsafeStatus(data)).toBe(4);
		expect(pack1db.read.prun(data)).toBe(3);
	});

	test("the dashboard's SOC is of AZE0 alone, the finer current of ZE1 alone", () => {
		const names = (generation: "ZE0" | "AZE0" | "ZE1") =>
			Object.keys(decode(pack1db, generation, new Uint8Array(8)));
		expect(names("ZE0")).not.toEqual(expect.arrayContaining(["usableSocPct"]));
		expect(names("AZE0")).toEqual(expect.arrayContaining(["usableSocPct"]));
		expect(names("ZE1")).toEqual(expect.arrayContaining(["currentFine12A"]));
		expect(names("AZE0")).not.toEqual(expect.arrayContaining(["currentFine12A"]));
	});

	test("the battery wants the relay open, and says why", () => {
		const { relayCutRequest, failsafeStatus } = pack1db.read;
		const data = Uint8Array.of(0, 0b10_011, 0, 0, 0, 0, 0, 0);
		expect([relayCutRequest(data), failsafeStatus(data)]).toEqual([2, 3]);
	});

	test("full charge has its own bit", () => {
		const { fullChargeFlag, interlock, mainRelayOn } = pack1db.read;
		const data = Uint8Array.of(0, 0, 0, 0x10, 0, 0, 0, 0);
		expect([fullChargeFlag(data), interlock(data), mainRelayOn(data)]).toEqual([1, 0, 0]);
	});

	test("a flipped bit and a short frame are refused", () => {
		expect(pack1db.check(frameOf(0x1db, "0080C52A000001B2"))).toBe("crc");
		expect(pack1db.check(frameOf(0x1db, "0080C12A00"))).toBe("dlc");
	});
});
