import { describe, expect, test } from "@jest/globals";
import { decode, defineMessage, signalsOf } from "../../../src/leaf/message";

const message = defineMessage({
	id: 0x123,
	name: "example",
	dlc: 8,
	integrity: "none",
	periodMs: 100,
	layouts: ["ZE0", "AZE0", "CAR"],
	signals: {
		mux: { unit: "", start: 0, length: 1 },
		first: { unit: "", start: 15, length: 8, when: { signal: "mux", equals: 0 } },
		second: { unit: "", start: 15, length: 8, when: { signal: "mux", equals: 1 } },
		onlyZe0: { unit: "", start: 23, length: 8, generations: ["ZE0"] },
	},
});

describe("a message", () => {
	test("reads each signal by name", () => {
		const data = Uint8Array.of(1, 7, 9, 0, 0, 0, 0, 0);
		expect(message.read.mux(data)).toBe(1);
		expect(message.read.first(data)).toBeUndefined();
		expect(message.read.second(data)).toBe(7);
		expect(message.read.onlyZe0(data)).toBe(9);
	});

	test("cannot be changed", () => {
		expect(Object.isFrozen(message) && Object.isFrozen(message.read)).toBe(true);
	});

	test("is refused when a signal depends on one that does not exist", () => {
		const signals = { a: { unit: "", start: 7, length: 8, when: { signal: "b", equals: 1 } } };
		expect(() => defineMessage({ ...message, signals })).toThrow(RangeError);
	});

	test("is refused when a signal is not within its shortest frame", () => {
		const signals = { last: { unit: "", start: 48, length: 1 } };
		expect(() => defineMessage({ ...message, dlc: 6, signals })).toThrow(RangeError);
		expect(() => defineMessage({ ...message, dlc: [8, 6], signals })).toThrow(RangeError);
		expect(() => defineMessage({ ...message, dlc: [8, 7], signals })).not.toThrow();
	});
});

describe("decoding for tools", () => {
	const data = Uint8Array.of(0, 7, 9, 0, 0, 0, 0, 0);

	test("gives the signals of the layout, null where there is no value", () => {
		expect(decode(message, "ZE0", data)).toEqual({ mux: 0, first: 7, second: null, onlyZe0: 9 });
		expect(decode(message, "AZE0", data)).toEqual({ mux: 0, first: 7, second: null });
	});

	test("gives what all layouts share when the layout is not known", () => {
		expect(signalsOf(message, undefined)).toEqual(["mux", "first", "second"]);
	});
});
