import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { group01 } from "../../../../src/leaf/diagnostics/group-01";
import { isRefusal } from "../../../../src/leaf/diagnostics/reply";
import { bytes } from "./reply-examples";

/** A 24 kWh pack at 60.1 %: 41 bytes. */
const SHORT = "6101FFFFF8F8028BFFFFF9D2FFFFFFFF07A02AF894CC353D0385005C1A1600092D930007A5E9800005";
/** A 40 kWh pack at 80.4 %: 53 bytes. */
const LONG =
	"6101FFFFFC1802AFFFFFFB62FFFFF0DD0B1C30D4951D3306039500017000269A000C44B500110BB8800001FFFFFB62FFFFFCAA01AD";

describe("group 01", () => {
	test("of a 40 kWh pack, long layout", () => {
		const expected = { payloadLen: 53, packVoltageV: 381.73, hxRaw: 9882, aux12vRaw: 13062 };
		expect(group01.decode(bytes(LONG))).toMatchObject({ hx: expect.closeTo(96.504, 3), insulationRaw: 917 });
		expect(group01.decode(bytes(LONG))).toMatchObject(expected);
		expect(group01.decode(bytes(LONG))).toMatchObject({ socPct: expect.closeTo(80.4021, 4) });
		expect(group01.decode(bytes(LONG))).toMatchObject({ capacityAh: expect.closeTo(111.7112, 4) });
	});

	test("of a 30 kWh pack is the short layout with two bytes more", () => {
		expect(group01.decode(bytes(`${SHORT}0000`))).toMatchObject({ payloadLen: 43, packVoltageV: 380.92 });
	});

	test("charging is positive", () => {
		expect(group01.decode(bytes(SHORT.replace("FFFFF9D2", "00007900")))).toMatchObject({ current2A: 30.25 });
	});

	test("gives no value that no Leaf can have", () => {
		const values = (byte: string) => group01.decode(bytes(`6101${byte.repeat(39)}`));
		expect(values("00")).toMatchObject({ socPct: 0, current2A: 0 });
		for (const name of ["packVoltageV", "capacityAh"]) expect(values("00")).not.toHaveProperty(name);
		for (const name of ["packVoltageV", "capacityAh", "socPct"])
			expect(values("FF")).not.toHaveProperty(name);
	});

	test.each([
		["wake-up", `6101${"FF".repeat(42)}`],
		["too-short", SHORT.slice(0, 74)],
		["too-short", "6101"],
		["other-reply", SHORT.replace("6101", "6102")],
		["other-reply", "7F2112"],
		["other-reply", ""],
	])("is refused as %s: %s", (reason, hex) => {
		expect(group01.decode(bytes(hex))).toEqual({ reason });
	});

	test("of any bytes gives plausible values or a reason", () => {
		const payload = fc.uint8Array({ maxLength: 60 }).map((rest) => Uint8Array.of(0x61, 0x01, ...rest));
		fc.assert(
			fc.property(payload, (any) => {
				const group = group01.decode(any);
				if (isRefusal(group)) {
					expect(["wake-up", "too-short"]).toContain(group.reason);
					return;
				}
				expect(group.packVoltageV ?? 300).toBeGreaterThanOrEqual(200);
				expect(group.packVoltageV ?? 300).toBeLessThanOrEqual(430);
				expect(group.capacityAh ?? 100).toBeGreaterThanOrEqual(10);
				expect(group.capacityAh ?? 100).toBeLessThanOrEqual(220);
				expect(group.socPct ?? 50).toBeLessThanOrEqual(105);
			}),
		);
	});
});
