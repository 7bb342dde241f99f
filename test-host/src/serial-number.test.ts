import { describe, expect, test } from "@jest/globals";
import { serialNumber } from "../../src/serial-number";

function storeOf(stored: Record<string, string>, failure?: string) {
	return {
		read: (key: string) => stored[key],
		write: (key: string, text: string) => {
			if (failure !== undefined) return { reason: failure };
			stored[key] = text;
			return undefined;
		},
	};
}

describe("the serial number", () => {
	test("is that of the MAC address, and nothing is stored", () => {
		const stored = {};
		expect(serialNumber("1eaf01", storeOf(stored), () => 0.5)).toBe("1eaf01");
		expect(stored).toEqual({});
	});

	test("is made up once where there is none", () => {
		const stored = {};
		expect(serialNumber(undefined, storeOf(stored), () => 0.5)).toBe("800000");
		expect(serialNumber(undefined, storeOf(stored), () => 0.25)).toBe("800000");
	});

	test.each([
		[0, "000000"],
		[0.001, "004189"],
		[1 - 2 ** -53, "ffffff"],
	])("has six digits for %d", (chance, digits) => {
		expect(serialNumber(undefined, storeOf({}), () => chance)).toBe(digits);
	});

	test("is there even if it cannot be stored", () => {
		expect(serialNumber(undefined, storeOf({}, "write-failed"), () => 0.5)).toBe("800000");
	});
});
