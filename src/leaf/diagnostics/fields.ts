import { s8, s16, s32, u16, u24, u32 } from "./big-endian";
import type { ReplyValue, ReplyValues } from "./reply";

/** How a number is written. All are big-endian. */
export type FieldType = "u8" | "u16" | "u24" | "u32" | "s8" | "s16" | "s32";

/** A number in a reply, as data. */
export interface Field<Name extends string = string> {
	readonly name: Name;
	/** Index of the first byte in the payload, whose first bytes are such as `61 01`. */
	readonly at: number;
	readonly type: FieldType;
	/** Unit of the value; empty for codes, counts and raw numbers. */
	readonly unit: string;
	/** Value = raw * scale / per + offset; 1 when left out. */
	readonly scale?: number;
	/** Steps in a unit, 1 when left out. Dividing by 100 gives 380.92 where multiplying by 0.01 gives a neighbour. */
	readonly per?: number;
	/** 0 when left out. */
	readonly offset?: number;
	/** Raw value by which the car says that it has none. */
	readonly missing?: number;
	/** Lowest and highest value that can be true. */
	readonly range?: readonly [number, number];
	/** What the raw values stand for. Others then have no value. */
	readonly codes?: Readonly<Record<number, number | string>>;
}

const BYTES: Readonly<Record<FieldType, number>> = Object.freeze({
	u8: 1,
	s8: 1,
	u16: 2,
	s16: 2,
	u24: 3,
	u32: 4,
	s32: 4,
});

const READERS: Readonly<Record<FieldType, (data: Uint8Array, index: number) => number>> = Object.freeze({
	u8: (data, index) => data[index] as number,
	s8,
	u16,
	s16,
	u24,
	u32,
	s32,
});

/** Index of the byte after a field. */
export function endOf({ at, type }: Field): number {
	return at + BYTES[type];
}

/** The values of those fields that the payload has, and that can be true. */
export function readFields<Name extends string>(
	fields: readonly Field<Name>[],
	payload: Uint8Array,
): ReplyValues<Name> {
	const values: ReplyValues<Name> = {};
	for (const field of fields) {
		const value = readField(field, payload);
		if (value !== undefined) values[field.name] = value;
	}
	return values;
}

function readField(field: Field, payload: Uint8Array): ReplyValue | undefined {
	const { at, type, scale = 1, per = 1, offset = 0, missing, range, codes } = field;
	if (endOf(field) > payload.length) return undefined;
	const raw = READERS[type](payload, at);
	if (raw === missing) return undefined;
	if (codes !== undefined) return codes[raw];
	const value = (raw * scale) / per + offset;
	return range === undefined || (value >= range[0] && value <= range[1]) ? value : undefined;
}
