import { capacity59e } from "../leaf/broadcast/capacity-59e";
import { charge5bc } from "../leaf/broadcast/charge-5bc";
import { health5b3 } from "../leaf/broadcast/health-5b3";
import { pack1db } from "../leaf/broadcast/pack-1db";
import { soc55b } from "../leaf/broadcast/soc-55b";
import type { CarBus } from "../leaf/car-bus";
import type { Message } from "../leaf/message";

/** Readings of the vehicle that broadcast frames feed. */
export type ReadingName = "current" | "voltage" | "soc" | "soh" | "gids" | "fullCapacity";

/** One signal that the vehicle follows, and the limits outside which a value is not believed. */
export interface FollowedSignal {
	readonly read: (data: Uint8Array) => number | undefined;
	readonly reading: ReadingName;
	readonly min: number;
	readonly max: number;
}

/** A message and the signals of it that the vehicle follows. */
export interface Followed {
	/** Where it is heard. */
	readonly bus: CarBus;
	readonly message: Message;
	readonly signals: readonly FollowedSignal[];
}

/** Limits: Leaf protocol facts 2.2 (range check seen, 200 to 430 V), 2.5 (SOH 0 and 127 mean nothing), section 6. */
export const FOLLOWED: readonly Followed[] = Object.freeze([
	{
		bus: "ev-can",
		message: pack1db,
		signals: [
			{ read: pack1db.read.currentA, reading: "current", min: -512, max: 511 },
			{ read: pack1db.read.voltageV, reading: "voltage", min: 200, max: 430 },
		],
	},
	{
		bus: "ev-can",
		message: soc55b,
		signals: [{ read: soc55b.read.socPct, reading: "soc", min: 0, max: 100 }],
	},
	{
		bus: "ev-can",
		message: charge5bc,
		signals: [
			{ read: charge5bc.read.gids, reading: "gids", min: 0, max: 800 },
			{ read: charge5bc.read.sohPct, reading: "soh", min: 1, max: 126 },
		],
	},
	{
		bus: "ev-can",
		message: capacity59e,
		signals: [{ read: capacity59e.read.fullCapacityKwh, reading: "fullCapacity", min: 1, max: 80 }],
	},
	{
		bus: "car-can",
		message: health5b3,
		// Not its GIDs: the pack's maximum cannot be told from the charge.
		signals: [{ read: health5b3.read.sohPct, reading: "soh", min: 1, max: 126 }],
	},
]);
