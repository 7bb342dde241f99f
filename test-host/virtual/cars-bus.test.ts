import { describe, expect, test } from "@jest/globals";
import { crc8 } from "../../src/leaf/crc8";
import { MESSAGES, messageWithId } from "../cli/messages";
import { builtInCar, CAR_NAMES, scenesOf } from "./car-story";

/*
 * Which messages a car sends, with the bytes of a frame and the time between two (Leaf protocol facts, 1.3 and 2).
 * 1ED and 1CB come every 10 ms on a real bus: here ten times as slowly, as nothing hangs on their rate and a computer's
 * timers would have to keep up.
 */
type Sent = Readonly<Record<string, readonly [dlc: number, periodMs: number]>>;

const EVERYWHERE: Sent = {
	"0x11A": [8, 10],
	"0x1D4": [8, 10],
	"0x1DB": [8, 10],
	"0x1DC": [8, 10],
	"0x284": [8, 20],
	"0x54C": [8, 100],
	"0x55B": [8, 100],
	"0x5C0": [8, 500],
};
const AZE0: Sent = {
	...EVERYWHERE,
	"0x390": [8, 100],
	"0x50A": [8, 100],
	"0x50B": [7, 100],
	"0x50C": [6, 100],
	"0x59E": [8, 500],
	"0x5BC": [8, 100],
};
const INSTRUMENTS: Sent = { "0x355": [8, 40], "0x5C5": [8, 100] };

const SENT: Readonly<Record<string, Sent>> = {
	"ze0-24": {
		...EVERYWHERE,
		"0x380": [8, 100],
		"0x50A": [6, 100],
		"0x50B": [6, 100],
		"0x50C": [6, 100],
		"0x56E": [1, 100],
		"0x5A9": [8, 512],
		"0x5B9": [5, 512],
		"0x5BC": [8, 500],
		"0x5BF": [8, 100],
	},
	"aze0-24": { ...AZE0, "0x5A9": [8, 500], "0x5B9": [7, 500] },
	"env200-40": { ...AZE0, ...INSTRUMENTS },
	"ze1-62": {
		...EVERYWHERE,
		...INSTRUMENTS,
		"0x1CB": [7, 100],
		"0x1ED": [3, 100],
		"0x390": [8, 100],
		"0x50A": [8, 100],
		"0x50B": [7, 100],
		"0x56E": [4, 100],
		"0x59E": [8, 500],
		"0x5BC": [8, 100],
	},
	"aze0-30": {
		...INSTRUMENTS,
		"0x284": [8, 20],
		"0x292": [8, 100],
		"0x421": [3, 60],
		"0x5A9": [8, 500],
		"0x5B3": [8, 500],
		"0x60D": [8, 100],
	},
	"ze1-40": {},
};

/** Only on the CAR-CAN of these generations (Leaf protocol facts, 1.2 and 2.9). */
const CAR_CAN: readonly string[] = ["0x292", "0x421", "0x5B3", "0x60D"];

/** What is decoded for a layout and not sent by each of its cars. */
const NOT_ON_EVERY_CAR: Readonly<Record<string, readonly string[]>> = {
	// The instruments' messages are mirrored to the EV-CAN from ZE1 on, and in some vans.
	"ze0-24": [...CAR_CAN, "0x355", "0x5C5"],
	"aze0-24": [...CAR_CAN, "0x355", "0x5C5"],
	// A factory van of 40 kWh sends neither range nor bars (Leaf protocol facts, 1.2).
	"env200-40": [...CAR_CAN, "0x5A9", "0x5B9"],
};
const CRC_OF_NOT_DECODED: readonly string[] = ["0x50C", "0x1CB"];

const hexId = (id: number) => `0x${id.toString(16).toUpperCase()}`;

describe.each(CAR_NAMES)("%s", (name) => {
	const car = builtInCar(name);
	const [start, ...later] = scenesOf(car);
	const expected = SENT[name] ?? {};

	test("sends what such a car sends on that bus, at its rate", () => {
		const sent = (car.broadcast ?? []).map(({ id, periodMs }) => [id, periodMs]);
		const rates = Object.entries(expected).map(([id, [, periodMs]]) => [id, periodMs]);
		expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(rates));
		// A message is there from the start; it changes what it says, not its rate.
		for (const { change } of later) {
			for (const { id, periodMs } of change.broadcast ?? [])
				expect([id, periodMs]).toEqual([id, expected[id]?.[1]]);
		}
	});

	test("sends every message that is decoded for it", () => {
		const layout = start?.layout;
		if (car.bus === "obd-gateway" || layout === undefined) return;
		const decoded = MESSAGES.filter(({ layouts }) => layouts.includes(layout)).map(({ id }) => hexId(id));
		const missing = decoded.filter((id) => !(id in expected));
		expect(missing.sort()).toEqual([...(NOT_ON_EVERY_CAR[name] ?? [])].sort());
	});

	test("sends frames of the right length and with right check sums only", () => {
		for (const { frames } of [start, ...later].filter((scene) => scene !== undefined)) {
			for (const [id, list] of frames) {
				for (const frame of list) {
					expect([id, frame.dlc]).toEqual([id, expected[id]?.[0]]);
					expect([id, messageWithId(frame.id)?.check(frame)]).toEqual([id, undefined]);
					if (CRC_OF_NOT_DECODED.includes(id))
						expect(crc8(frame.data, frame.dlc - 1)).toBe(frame.data[frame.dlc - 1]);
				}
			}
		}
	});

	test("leaves room on its bus", () => {
		const perSecond = Object.values(expected).reduce((sum, [, periodMs]) => sum + 1000 / periodMs, 0);
		// A virtual bus carries one frame for each turn of a clock of whole milliseconds.
		expect(perSecond).toBeLessThan(600);
	});
});
