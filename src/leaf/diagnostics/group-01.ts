import { s32, u16, u32 } from "./big-endian";

/** What the battery controller answers to `21 01`. `undefined`: sent, but outside of what a Leaf can have. */
export interface Group01 {
	/** Bytes of the reply, `61 01` included: 41, 43 or 53 by the size of the pack. */
	readonly payloadLen: number;
	/** First sensor, A, + charging. Off by 10 to 36 % on some packs: show the second. */
	readonly current1A: number;
	/** Second sensor, A, + charging and regeneration, - driving. */
	readonly current2A: number;
	/** 200 to 430 V. */
	readonly packVoltageV: number | undefined;
	/** 12 V battery, about 1 mV each. */
	readonly aux12vRaw: number;
	/** Insulation resistance, about 1 kohm each. */
	readonly insulationRaw: number;
	/** Index of internal conductance; no state of health. Hx = raw / 100, on 40 and 62 kWh packs raw / 102.4. */
	readonly hxRaw: number;
	/** Of the cells, not the dashboard's figure; 0 to 105 %. */
	readonly socPct: number | undefined;
	/** Charge that the full pack holds now, 10 to 220 Ah. */
	readonly capacityAh: number | undefined;
}

/**
 * Why a payload is no group 01 reply: `other-reply` it answers something else, `too-short` bytes are missing,
 * `wake-up` it is the short-lived form that ZE1 sends after waking up, whose layout nobody knows: ask again.
 */
export type Group01Refusal = { readonly reason: "other-reply" | "too-short" | "wake-up" };

const WAKE_UP_LENGTH = 0x2c;
const LONG_LAYOUT_FROM = 52;

/** Where the fields that differ by pack begin. Indices into the payload, `61 01` included. */
interface FieldIndices {
	readonly hx: number;
	readonly soc: number;
	readonly capacity: number;
}

/** 24 and 30 kWh packs. */
const SHORT: FieldIndices = Object.freeze({ hx: 28, soc: 30, capacity: 34 });
/** 40 and 62 kWh packs. */
const LONG: FieldIndices = Object.freeze({ hx: 30, soc: 32, capacity: 36 });

/**
 * Decodes a group 01 reply.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 01` |
 * | 2-5, 8-11 | current sensors 1 and 2, signed, 1/1024 A |
 * | 20-21 | pack voltage, 0.01 V |
 * | 22-23, 24-25 | 12 V battery, insulation |
 * | 28-29 or 30-31 | Hx |
 * | 30-33 or 32-35 | SOC, 0.0001 % |
 * | 34-37 or 36-39 | capacity, 0.0001 Ah |
 *
 * The length is not demanded to be exact, as packs differ by a byte or two. Source: Leaf protocol facts, 4.2 and 4.3.
 *
 * @param payload Reassembled reply, `61 01` included.
 */
export function decodeGroup01(payload: Uint8Array): Group01 | Group01Refusal {
	const { length } = payload;
	if (payload[0] !== 0x61 || payload[1] !== 0x01) return { reason: "other-reply" };
	if (length === WAKE_UP_LENGTH) return { reason: "wake-up" };
	const at = length >= LONG_LAYOUT_FROM ? LONG : SHORT;
	if (length < at.capacity + 4) return { reason: "too-short" };
	return {
		payloadLen: length,
		current1A: s32(payload, 2) / 1024,
		current2A: s32(payload, 8) / 1024,
		packVoltageV: within(200, u16(payload, 20) / 100, 430),
		aux12vRaw: u16(payload, 22),
		insulationRaw: u16(payload, 24),
		hxRaw: u16(payload, at.hx),
		socPct: within(0, u32(payload, at.soc) / 10000, 105),
		capacityAh: within(10, u32(payload, at.capacity) / 10000, 220),
	};
}

function within(lowest: number, value: number, highest: number): number | undefined {
	return value >= lowest && value <= highest ? value : undefined;
}
