import { beforeEach, describe, expect, jest, test } from "@jest/globals";

/** What the C says. */
const board = { serial: -1, wakeCauses: 0 };
const slept: number[][] = [];

jest.unstable_mockModule(
	"mc/ffi",
	() => ({
		default: class {
			board_serial = () => board.serial;
			board_wake_causes = () => board.wakeCauses;
			board_deep_sleep = (...wanted: number[]) => slept.push(wanted) - 2;
		},
	}),
	{ virtual: true },
);
jest.unstable_mockModule("net", () => ({ default: {} }), { virtual: true });
const { deepSleep, serialNumber, wakeCause } = await import("../../../modules/system/system");

beforeEach(() => void slept.splice(0));

test.each([
	[0x1eaf01, "1eaf01"],
	[0xb, "00000b"],
	[0, "000000"],
	[-1, undefined],
])("the serial number of %p is %p", (serial, text) => {
	board.serial = serial;
	expect(serialNumber()).toBe(text);
});

describe("deep sleep", () => {
	test("is ended by time, by a pin or by both", () => {
		deepSleep({ ms: 60_000 });
		deepSleep({ pin: { gpio: 4, level: 0 } });
		deepSleep({ ms: 1, pin: { gpio: 33, level: 1 } });
		expect(slept).toEqual([
			[60_000, -1, 0],
			[0, 4, 0],
			[1, 33, 1],
		]);
	});

	test("that nothing would end does not begin", () => {
		expect([deepSleep({}), slept]).toEqual([{ reason: "no-waking" }, []]);
	});

	test("that the chip refuses is told", () => {
		expect(deepSleep({ pin: { gpio: 5, level: 0 } })).toEqual({ reason: "pin-refused" });
	});

	// Bits as in `esp_sleep_wakeup_cause_t` of the ESP-IDF.
	test.each([
		[0, undefined],
		[1 << 2, "pin"],
		[1 << 3, "pin"],
		[1 << 7, "pin"],
		[1 << 4, "timer"],
		[(1 << 4) | (1 << 2), "pin"],
		[1 << 8, undefined],
	])("with causes %p was ended by %p", (causes, cause) => {
		board.wakeCauses = causes;
		expect(wakeCause()).toBe(cause);
	});
});
