import { describe, expect, test } from "@jest/globals";
import { type PackSigns, packEvidence, packOf, packReasons } from "../../../src/vehicle/pack";

const NOTHING: PackSigns = {
	forced: undefined,
	group01Length: undefined,
	ampereHours: undefined,
	maxGids: undefined,
	fullKilowattHours: undefined,
	isZe0: false,
};

const sizeBy = (signs: Partial<PackSigns>) => packOf({ ...NOTHING, ...signs })?.kilowattHours;

test.each([
	[41, 50.1, 24],
	[41, 66, 24],
	[43, 70, 30],
	[53, 111.7, 40],
	[53, 162.2, 62],
	[53, 176.4, 62],
])("a reply of %i bytes with %f Ah comes from a %i kWh pack", (group01Length, ampereHours, kilowattHours) => {
	expect(sizeBy({ group01Length, ampereHours })).toBe(kilowattHours);
});

test.each([
	[356, 30],
	[363, 30],
	[498, 40],
	[500, 40],
	[750, 62],
	[775, 62],
])("a pack that is full with %i GIDs has %i kWh", (maxGids, kilowattHours) => {
	expect(sizeBy({ maxGids })).toBe(kilowattHours);
});

test.each([
	[19.3, 24],
	[28.5, 30],
	[37.8, 40],
	[39.9, 40],
	[55.3, 62],
	[58.4, 62],
])("a pack that is full with %f kWh has %i kWh", (fullKilowattHours, kilowattHours) => {
	expect(sizeBy({ fullKilowattHours })).toBe(kilowattHours);
});

test("a ZE0 of which nothing else is known has what it left the factory with", () => {
	expect(sizeBy({ isZe0: true })).toBe(24);
});

test("nothing known, or nothing that makes sense, tells nothing", () => {
	expect(packOf(NOTHING)).toBeUndefined();
	expect(packEvidence(NOTHING)).toEqual([]);
	expect(sizeBy({ group01Length: 44, ampereHours: 60 })).toBeUndefined();
	expect(sizeBy({ group01Length: 41, ampereHours: 160 })).toBeUndefined();
	expect(sizeBy({ forced: 50 })).toBeUndefined();
});

describe("signs that do not agree", () => {
	test("a swapped pack counts, not the car around it", () => {
		expect(sizeBy({ isZe0: true, maxGids: 500 })).toBe(40);
		expect(sizeBy({ isZe0: true, group01Length: 43, ampereHours: 75 })).toBe(30);
	});

	test("a worn 62 kWh pack is known by its full GIDs", () => {
		const worn = { group01Length: 53, ampereHours: 110, fullKilowattHours: 37.8 };
		expect(sizeBy(worn)).toBe(40);
		expect(sizeBy({ ...worn, maxGids: 750 })).toBe(62);
	});

	test("the reply of the battery counts more than its broadcasts, the owner more than both", () => {
		expect(sizeBy({ group01Length: 41, ampereHours: 50, maxGids: 500 })).toBe(24);
		expect(sizeBy({ forced: 30, group01Length: 41, ampereHours: 50, maxGids: 500 })).toBe(30);
	});

	test("are all told", () => {
		const signs = {
			isZe0: true,
			group01Length: 53,
			ampereHours: 162.2,
			maxGids: 750,
			fullKilowattHours: 55.3,
		};
		expect(sizeBy(signs)).toBe(62);
		const evidence = packEvidence({ ...NOTHING, ...signs });
		expect(evidence).toEqual([
			{ says: "62 kWh", because: "group 01 has 53 bytes and 162.2 Ah" },
			{ says: "62 kWh", because: "750 GIDs when full" },
			{ says: "62 kWh", because: "55.3 kWh when full" },
			{ says: "24 kWh", because: "a ZE0 left the factory with it" },
		]);
		expect(packReasons({ ...NOTHING, ...signs })).toBe(evidence.length);
		expect(packEvidence({ ...NOTHING, group01Length: 53, ampereHours: 110 })).toEqual([
			{ says: "40 or 62 kWh", because: "group 01 has 53 bytes and 110.0 Ah" },
		]);
	});
});
