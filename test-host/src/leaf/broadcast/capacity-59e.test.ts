import { describe, expect, test } from "@jest/globals";
import { capacity59e } from "../../../../src/leaf/broadcast/capacity-59e";
import { decode } from "../../../../src/leaf/message";
import { frameOf } from "../../../virtual/frame-text";

const data = (hex: string) => frameOf(0x59e, hex).data;

describe("0x59E", () => {
	test("62 kWh car: 59.4 kWh when full, the rest clipped at 50, 86 % on the dashboard", () => {
		const { fullCapacityKwh, remainCapacityClippedKwh, dashSocPct } = capacity59e.read;
		const frame = data("0000252FA00000AC");
		expect(fullCapacityKwh(frame)).toBeCloseTo(59.4, 9);
		expect(remainCapacityClippedKwh(frame)).toBe(50);
		expect(dashSocPct(frame)).toBe(86);
	});

	test("AZE0 has no dashboard SOC here", () => {
		const signals = decode(capacity59e, "AZE0", data("0000168B400000C8"));
		expect(Object.keys(signals)).toEqual(["fullCapacityKwh", "remainCapacityClippedKwh"]);
		expect(signals["fullCapacityKwh"]).toBeCloseTo(36, 9);
	});

	test("the dashboard SOC may be unknown", () => {
		expect(capacity59e.read.dashSocPct(data("0000252FA00000FF"))).toBeUndefined();
	});

	test("a short frame is refused", () => {
		expect(capacity59e.check(frameOf(0x59e, "0000252FA0"))).toBe("dlc");
	});
});
