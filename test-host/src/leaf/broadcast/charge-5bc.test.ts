import { describe, expect, test } from "@jest/globals";
import { charge5bc } from "../../../../src/leaf/broadcast/charge-5bc";
import { decode } from "../../../../src/leaf/message";
import { frameOf } from "../../../virtual/frame-text";

const data = (hex: string) => frameOf(0x5bc, hex).data;

describe("0x5BC", () => {
	test("2015 car with 24 kWh: 95 GIDs, new, six hours at 200 V to full", () => {
		expect(decode(charge5bc, "AZE0", data("17C0F064C9010168"))).toEqual({
			maxGidsFlag: 0,
			gids: 95,
			maxGids: null,
			sohPct: 100,
			segSwitch: 1,
			segmentRaw: 240,
			dashTempSegmentRaw: 100,
			limitReason: 0,
			chargeTimeCondition: 8,
			chargeTimeMin: 360,
		});
	});

	test("62 kWh car: frames with the flag tell the maximum, the others the energy now", () => {
		const { gids, maxGids } = charge5bc.read;
		const [maximum, now] = [data("BB80F064B711A000"), data("A5C0F064B701806F")];
		expect([gids(maximum), maxGids(maximum)]).toEqual([undefined, 750]);
		expect([gids(now), maxGids(now)]).toEqual([663, undefined]);
	});

	test("first frame after waking up: no energy, no time", () => {
		const { gids, maxGids, chargeTimeMin } = charge5bc.read;
		const frame = data("FFC0FFFFB6001FFF");
		expect([gids(frame), maxGids(frame), chargeTimeMin(frame)]).toEqual([undefined, undefined, undefined]);
	});

	test("ZE0 of 24 kWh when new: bars of charge or of capacity, cold", () => {
		const charge = decode(charge5bc, "ZE0", data("37032023B4064112"));
		expect(charge).toMatchObject({ gids: 220, sohPct: 90, segSwitch: 0, segment: 0 });
		expect(charge).toMatchObject({ fullCapacityWh: 24000, avgTempC: -5, chargeTimeMin: 274 });
		expect(decode(charge5bc, "ZE0", data("FFC32C23B5040000"))).toMatchObject({ segSwitch: 1, segment: 12 });
	});

	test("health of 0 or 127, 13 bars, and full bytes mean nothing", () => {
		const { sohPct, segment, avgTempC, fullCapacityWh } = charge5bc.read;
		expect(sohPct(data("0000000001000000"))).toBeUndefined();
		expect(sohPct(data("00000000FF000000"))).toBeUndefined();
		expect(sohPct(data("0000000002000000"))).toBe(1);
		expect(segment(data("00002D0000000000"))).toBeUndefined();
		expect(avgTempC(data("000000FF00000000"))).toBeUndefined();
		expect(fullCapacityWh(data("003FF00000000000"))).toBeUndefined();
	});

	test("why power is limited: 4, because it is cold", () => {
		expect(charge5bc.read.limitReason(data("0000000000800000"))).toBe(4);
	});

	test("a short frame is refused", () => {
		expect(charge5bc.check(frameOf(0x5bc, "37032023B40641"))).toBe("dlc");
	});
});
