import { describe, expect, test } from "@jest/globals";
import { bitTiming } from "../../../modules/mcp2515/bit-timing";

const MHZ = 1_000_000;

describe("registers", () => {
	/** Worked out by hand from the data sheet, 5.1 and 5.5. */
	test.each([
		// 8 quanta of 250 ns: 1 + 2 + 3, 2.
		[8, 500_000, [0x00, 0x91, 0x01], 0.75],
		// 12 quanta: 1 + 4 + 4, 3.
		[12, 500_000, [0x00, 0x9b, 0x02], 0.75],
		// 16 quanta: 1 + 5 + 6, 4.
		[16, 500_000, [0x00, 0xac, 0x03], 0.75],
		// 8 quanta of 125 ns.
		[16, 1_000_000, [0x00, 0x91, 0x01], 0.75],
		// 20 quanta: 1 + 7 + 8, 4.
		[20, 500_000, [0x00, 0xbe, 0x03], 0.8],
		// 16 quanta of 500 ns.
		[8, 125_000, [0x01, 0xac, 0x03], 0.75],
	])("%d MHz, %d bit/s", (crystal, bitrate, registers, samplePoint) => {
		const timing = bitTiming(crystal * MHZ, bitrate);
		expect([timing?.cnf1, timing?.cnf2, timing?.cnf3]).toEqual(registers);
		expect(timing?.samplePoint).toBeCloseTo(samplePoint);
	});
});

describe.each([8, 12, 16, 20])("%d MHz", (crystal) => {
	test.each([33_333, 50_000, 83_333, 100_000, 125_000, 250_000, 500_000])(
		"%d bit/s keeps the rules",
		(bitrate) => {
			const timing = bitTiming(crystal * MHZ, bitrate);
			if (timing === undefined) throw new Error("impossible");
			const prescaler = (timing.cnf1 & 0x3f) + 1;
			const propagation = (timing.cnf2 & 7) + 1;
			const segment1 = ((timing.cnf2 >> 3) & 7) + 1;
			const segment2 = (timing.cnf3 & 7) + 1;
			const quanta = 1 + propagation + segment1 + segment2;
			expect((crystal * MHZ) / (2 * prescaler * quanta) / bitrate).toBeCloseTo(1, 2);
			// 5.3, with a jump width of 1 quantum.
			expect(propagation + segment1).toBeGreaterThanOrEqual(segment2);
			expect(segment2).toBeGreaterThan(1);
			expect(timing.cnf1 >> 6).toBe(0);
			expect(timing.cnf2 & 0xc0).toBe(0x80);
			expect((quanta - segment2) / quanta).toBeCloseTo(timing.samplePoint);
			expect(timing.samplePoint).toBeGreaterThanOrEqual(0.7);
			expect(timing.samplePoint).toBeLessThanOrEqual(0.85);
		},
	);
});

test.each([
	[8 * MHZ, 1_000_000],
	[12 * MHZ, 1_000_000],
	[8 * MHZ, 470_000],
	[20 * MHZ, 1_000],
	[0, 500_000],
	[8 * MHZ, 0],
	[Number.NaN, 500_000],
	[8 * MHZ, -500_000],
])("%d Hz cannot make %d bit/s", (crystal, bitrate) => {
	expect(bitTiming(crystal, bitrate)).toBeUndefined();
});
