import { expect, test } from "@jest/globals";
import { packOf } from "../../../src/vehicle/pack";

test.each([
	[41, 50.1, 24],
	[41, 66, 24],
	[43, 70, 30],
	[53, 111.7, 40],
	[53, 162.2, 62],
	[53, 176.4, 62],
])("a reply of %i bytes with %f Ah comes from a %i kWh pack", (length, ampereHours, kilowattHours) => {
	expect(packOf(length, ampereHours)?.kilowattHours).toBe(kilowattHours);
});

test("an unknown reply tells nothing", () => {
	expect(packOf(44, 60)).toBeUndefined();
	expect(packOf(41, 160)).toBeUndefined();
});
