import { deepFreeze } from "../../deep-freeze";
import { LBC } from "./ecu";
import { READ_GROUP } from "./field-reply";
import { type Field, readFields } from "./fields";
import { defineReply, type Refusal } from "./reply";

/** What the battery controller answers to `21 01`. Left out: sent, but outside of what a Leaf can have. */
export interface Group01 {
	/** Bytes of the reply, `61 01` included: 41, 43 or 53 by the size of the pack. */
	readonly payloadLen: number;
	/** First sensor, A, + charging. Off by 10 to 36 % on some packs: show the second. */
	readonly current1A: number;
	/** Second sensor, A, + charging and regeneration, - driving. */
	readonly current2A: number;
	/** 200 to 430 V. */
	readonly packVoltageV?: number;
	/** 12 V battery, about 1 mV each. */
	readonly aux12vRaw: number;
	/** Insulation resistance, about 1 kohm each. */
	readonly insulationRaw: number;
	readonly hxRaw: number;
	/** Index of internal conductance, %; no state of health. */
	readonly hx: number;
	/** Of the cells, not the dashboard's figure; 0 to 105 %. */
	readonly socPct?: number;
	/** Charge that the full pack holds now, 10 to 220 Ah. */
	readonly capacityAh?: number;
}

const WAKE_UP_LENGTH = 0x2c;
const LONG_LAYOUT_FROM = 52;
/** Of 24 and 30 kWh packs, to the end of the capacity. */
const SHORTEST = 38;

type Name = keyof Group01;

/** The fields that lie alike in both layouts, and those that begin at a place of the layout. */
function layout(hx: number, soc: number, capacity: number, hxPer: number): readonly Field<Name>[] {
	return deepFreeze([
		{ name: "current1A", at: 2, type: "s32", unit: "A", per: 1024 },
		{ name: "current2A", at: 8, type: "s32", unit: "A", per: 1024 },
		{ name: "packVoltageV", at: 20, type: "u16", unit: "V", per: 100, range: [200, 430] },
		{ name: "aux12vRaw", at: 22, type: "u16", unit: "" },
		{ name: "insulationRaw", at: 24, type: "u16", unit: "" },
		{ name: "hxRaw", at: hx, type: "u16", unit: "" },
		{ name: "hx", at: hx, type: "u16", unit: "%", per: hxPer },
		{ name: "socPct", at: soc, type: "u32", unit: "%", per: 10000, range: [0, 105] },
		{ name: "capacityAh", at: capacity, type: "u32", unit: "Ah", per: 10000, range: [10, 220] },
	] as const);
}

/** 24 and 30 kWh packs. */
const SHORT = layout(28, 30, 34, 100);
/** 40 and 62 kWh packs. */
const LONG = layout(30, 32, 36, 102.4);

/**
 * Group 01 of the battery controller: current, voltage, state of charge, capacity.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 01` |
 * | 2-5, 8-11 | current sensors 1 and 2, signed, 1/1024 A |
 * | 20-21 | pack voltage, 0.01 V |
 * | 22-23, 24-25 | 12 V battery, insulation |
 * | 28-29 or 30-31 | Hx: 1/100 or 1/102.4 % |
 * | 30-33 or 32-35 | SOC, 0.0001 % |
 * | 34-37 or 36-39 | capacity, 0.0001 Ah |
 *
 * The length is not demanded to be exact, as packs differ by a byte or two. Source: Leaf protocol facts, 4.2 and 4.3.
 */
export const group01 = defineReply<Name>({
	name: "group01",
	ecu: LBC,
	request: [READ_GROUP, 0x01],
	minLength: SHORTEST,
	maxLength: 64,
	decode(payload) {
		const { length } = payload;
		if (length === WAKE_UP_LENGTH) return { reason: "wake-up" };
		return { payloadLen: length, ...readFields(length >= LONG_LAYOUT_FROM ? LONG : SHORT, payload) };
	},
});

/** Decodes a group 01 reply, its values under their own types. */
export function decodeGroup01(payload: Uint8Array): Group01 | Refusal {
	return group01.decode(payload) as Group01 | Refusal;
}
