import { seeded } from "../helpers/seeded";
import { loadOf } from "./bus-schedule";
import { EV_CAN } from "./frames";
import { type LoadBus, recordedBus, syntheticBuses } from "./load-buses";
import { runLoad } from "./load-run";

/** The driver on a bus, served late by a random time. */
export interface LoadRow {
	readonly bus: string;
	/** Share of the time for which the bus is taken, percent. */
	readonly loadPct: number;
	/** The driver is called up to so long after the fall of INT. */
	readonly latencyMs: number;
	/** Up to so long nothing can be lost on this bus, by arithmetic. */
	readonly harmlessMs: number;
	/** Wanted frames that passed the filters of their moment. */
	readonly wanted: number;
	readonly lost: number;
	readonly lostPredicted: number;
	/** Whether exactly those frames were lost that arithmetic says. */
	readonly sameFrames: boolean;
	/** How often the driver found an overflow flag set, which may stand for several lost frames. */
	readonly overflows: number;
	readonly overflowsPredicted: number;
	/** How often the filter that several identifiers share went to another one. */
	readonly turns: number;
	/** Replies and frames always wanted that were on the wire meanwhile. */
	readonly unheard: number;
	/** Whether all was well again on the calm bus that followed. */
	readonly recovered: boolean;
}

const LATENCIES_MS = [0.2, 1, 5];
const SEED = 41;

/**
 * Full load in simulated time: the driver, the chip model and a bus at true speed, with the service late by up to
 * 0.2, 1 and 5 ms, beside what arithmetic says that two buffers must lose. Without `../shared` there are no rows
 * for the recorded bus.
 */
export function measureLoad(): readonly LoadRow[] {
	const recorded = recordedBus();
	const buses = [...(recorded ? [recorded] : []), ...syntheticBuses()];
	return buses.flatMap((bus) => LATENCIES_MS.map((latencyMs) => measure(bus, latencyMs)));
}

function measure({ name, schedule }: LoadBus, latencyMs: number): LoadRow {
	const latency = () => {
		const random = seeded(SEED);
		return () => Math.floor(random() * (latencyMs * 1000 + 1));
	};
	const { lost, lostPredicted, harmlessUs, ...rest } = runLoad({ schedule, accept: EV_CAN, latency });
	return {
		...{ bus: name, loadPct: 100 * loadOf(schedule), latencyMs, harmlessMs: harmlessUs / 1000 },
		lost: lost.length,
		lostPredicted: lostPredicted.length,
		sameFrames: lost.join() === lostPredicted.join(),
		...rest,
	};
}
