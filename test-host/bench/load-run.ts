import type { WantedIds } from "../../modules/mcp2515/mcp2515";
import { calmSchedule, delayed, type ScheduledFrame } from "./bus-schedule";
import { type Arrival, harmlessLatencyUs, predict } from "./load-arithmetic";
import { openOnRig } from "./load-driver";
import { LoadRig } from "./load-rig";

/** What to load the driver with. */
export interface LoadOptions {
	readonly schedule: readonly ScheduledFrame[];
	readonly accept: WantedIds;
	/** Makes the times from the falls of INT to the calls of the driver, whole microseconds; each time the same. */
	readonly latency: () => (atUs: number) => number;
}

/** What came of it, and what had to. */
export interface LoadResult {
	/** Wanted frames that passed the filters of their moment. */
	readonly wanted: number;
	/** Those of them that were not delivered, by their position on the bus, and those that had to be lost. */
	readonly lost: readonly number[];
	readonly lostPredicted: readonly number[];
	/** How often an overflow flag was found set; see `Prediction`. */
	readonly overflows: number;
	readonly overflowsPredicted: number;
	/** How often the filter that several share went to another identifier. */
	readonly turns: number;
	/** Replies and frames always wanted that were on the wire while a filter was being changed. */
	readonly unheard: number;
	/** See `harmlessLatencyUs`. */
	readonly harmlessUs: number;
	/** Of the calm bus that followed, all that could be heard was delivered, and INT is high. */
	readonly recovered: boolean;
}

/** A frame that passed the filters. */
interface Passed extends Arrival {
	readonly index: number;
	readonly isWanted: boolean;
	readonly isDelivered: boolean;
}

/** Pace and length of the calm bus. */
const CALM_US = 10_000;
const CALM_ROUNDS = 20;

/** Runs driver and chip on the schedule and then on a calm bus, and does the arithmetic for the same times. */
export function runLoad({ schedule, accept, latency }: LoadOptions): LoadResult {
	const rig = new LoadRig(latency());
	const { driver, callbacks } = openOnRig(rig, accept);
	const load = delayed(schedule, rig.nowUs);
	const calm = calmSchedule(calmMessages(accept), load.at(-1)?.endUs ?? rig.nowUs, CALM_US);
	rig.run([...load, ...calm], callbacks);
	const passed = passedOf(rig, [...load, ...calm], accept);
	const loaded = passed.filter(({ index }) => index < load.length);
	const prediction = predict({ arrivals: passed, latencyUs: latency(), errands: rig.errands });
	const mustBeLost = new Set(prediction.lost);
	const positions = (frames: readonly Passed[]) =>
		frames.filter(({ isWanted }) => isWanted).map(({ index }) => index);
	return {
		wanted: positions(loaded).length,
		lost: positions(loaded.filter(({ isDelivered }) => !isDelivered)),
		lostPredicted: positions(loaded.filter((_, position) => mustBeLost.has(position))),
		overflows: driver.counters.overflows,
		overflowsPredicted: prediction.overflows,
		turns: rig.errands.filter(({ turnUs }) => turnUs > 0).length,
		unheard: unheardOf(rig, load, accept),
		harmlessUs: harmlessLatencyUs(loaded),
		recovered: passed.slice(loaded.length).every(({ isDelivered }) => isDelivered) && !rig.interruptLow,
	};
}

/** What is always wanted, one after the other. */
function calmMessages({ always }: WantedIds) {
	return Array.from({ length: CALM_ROUNDS }, () => always.map((id) => ({ id, dlc: 8, perSecond: 0 }))).flat();
}

function passedOf(rig: LoadRig, schedule: readonly ScheduledFrame[], accept: WantedIds): readonly Passed[] {
	const wanted = [...accept.replies, ...accept.always, ...accept.inTurn];
	return schedule.flatMap(({ frame, endUs }, index) => {
		const { buffer, delivered = false } = rig.fates[index] ?? {};
		if (buffer === undefined) return [];
		const isWanted = wanted.includes(frame.id);
		return [{ index, buffer, atUs: endUs, isWanted, isDelivered: delivered }];
	});
}

function unheardOf(rig: LoadRig, schedule: readonly ScheduledFrame[], accept: WantedIds): number {
	const wanted = [...accept.replies, ...accept.always];
	return schedule.filter(({ frame }, index) => rig.fates[index]?.unheard && wanted.includes(frame.id)).length;
}
