import { existsSync, readFileSync } from "node:fs";
import { seeded } from "../helpers/seeded";
import { parseCandump } from "../virtual/candump";
import { type BusMessage, fullSchedule, type ScheduledFrame, scheduleOfLog } from "./bus-schedule";
import { EV_CAN } from "./frames";

/** A bus to be listened to. */
export interface LoadBus {
	readonly name: string;
	readonly schedule: readonly ScheduledFrame[];
}

/** Captures of real cars lie beside the project; a clone of the project alone has none. */
const LOG = new URL("../../../shared/vectors/replay/ze1_62_fullbus_1s.log", import.meta.url);

const SEED = 0x1eaf;
const DURATION_US = 5_000_000;

/**
 * What a ZE1 sends on EV-CAN, and a tester asking for group 01: times a second, identifier:DLC. Counted in 1.2 s of
 * a drive of a ZE1 with 62 kWh.
 */
const ZE1_RATES: readonly (readonly [number, string])[] = [
	[100, "108:3 11A:8 120:4 1C2:1 1CB:7 1D4:8 1DA:8 1DB:8 1DC:8 1ED:3 1F2:8"],
	[50, "284:8"],
	[25, "355:8 7BB:8"],
	[10, "390:8 393:8 3B8:5 4B9:1 50A:8 50B:7 54A:8 54B:8 54C:8 54F:8 55A:8 55B:8 56E:4 5BC:8 5C5:8 625:6"],
	[2, "481:2 59E:8 5C0:8 5EB:8 5EC:1 79B:8"],
];
const ZE1_MESSAGES: readonly BusMessage[] = ZE1_RATES.flatMap(([perSecond, messages]) =>
	messages.split(" ").map((message) => {
		const [id = "", dlc] = message.split(":");
		return { id: Number.parseInt(id, 16), dlc: Number(dlc), perSecond };
	}),
);

/** Only what is always heard, and replies: the worst that a bus can do to the driver. */
const WANTED_MESSAGES: readonly BusMessage[] = [...EV_CAN.always, 0x7bb].map((id) => ({
	id,
	dlc: 8,
	perSecond: 1,
}));

/** Buses without a pause between frames, the same in each run. */
export function syntheticBuses(): readonly LoadBus[] {
	const bus = (name: string, messages: readonly BusMessage[]) => ({
		name,
		schedule: fullSchedule(messages, DURATION_US, seeded(SEED)),
	});
	return [
		bus("messages of a ZE1, no pause", ZE1_MESSAGES),
		bus("wanted frames only, no pause", WANTED_MESSAGES),
	];
}

/** One second of a ZE1 while somebody polls it, as recorded; `undefined` in a clone without `../shared`. */
export function recordedBus(): LoadBus | undefined {
	if (!existsSync(LOG)) return undefined;
	const { log } = parseCandump(readFileSync(LOG, "utf8"));
	return { name: "a ZE1 as recorded", schedule: scheduleOfLog(log) };
}
