import { deepFreeze } from "../../deep-freeze";
import type { Ecu } from "./ecu";
import { endOf, type Field, type FieldType, readFields } from "./fields";
import { defineReply, type ReplyDefinition } from "./reply";

/** A reply that is nothing but numbers at fixed places. */
export interface FieldReply<Name extends string> {
	readonly name: string;
	readonly ecu: Ecu;
	readonly request: readonly number[];
	readonly maxLength: number;
	/** The first of them is the one without which the reply tells nothing. */
	readonly fields: readonly [Field<Name>, ...Field<Name>[]];
}

/** A field of a data identifier's value, counted from the value's first byte; there when `at` is left out. */
export type DidField<Name extends string> = Omit<Field<Name>, "at"> & { readonly at?: number };

/** What the raw number of a field means, where it is not the value itself. */
type Meaning = Omit<DidField<string>, "name" | "type" | "unit">;

/** KWP service readDataByLocalIdentifier (ISO 14230-3); its answers begin with `61` and the group. */
export const READ_GROUP = 0x21;
/** UDS service readDataByIdentifier (ISO 14229-1, 10.2); its answers begin with `62` and the identifier. */
const READ_DID = 0x22;
/** Bytes before the value: `62 hh ll`. */
const DID_HEAD = 3;
/** Enough for every identifier in use: all fit one frame. */
const DID_MAX_LENGTH = 16;

/** Makes a definition of fields. */
export function fieldReply<const Name extends string>(reply: FieldReply<Name>): ReplyDefinition<Name> {
	const { fields } = deepFreeze(reply);
	return defineReply({
		...reply,
		minLength: endOf(fields[0]),
		decode: (payload) => readFields(fields, payload),
	});
}

/** Makes the definition of a data identifier. What follows the value is passed over: old VCMs always send 7 bytes. */
export function didReply<const Name extends string>(
	ecu: Ecu,
	did: number,
	name: string,
	first: DidField<Name>,
	...more: readonly DidField<Name>[]
): ReplyDefinition<Name> {
	const place = (field: DidField<Name>): Field<Name> => ({ ...field, at: DID_HEAD + (field.at ?? 0) });
	return fieldReply({
		name,
		ecu,
		request: [READ_DID, did >> 8, did & 0xff],
		maxLength: DID_MAX_LENGTH,
		fields: [place(first), ...more.map(place)],
	});
}

/** Make the fields of a type. */
export const u8Field = fieldsOf("u8");
export const u16Field = fieldsOf("u16");
export const u24Field = fieldsOf("u24");
export const s16Field = fieldsOf("s16");

function fieldsOf(type: FieldType) {
	return <const Name extends string>(name: Name, unit: string, meaning?: Meaning): DidField<Name> => ({
		name,
		type,
		unit,
		...meaning,
	});
}
