import { deepFreeze } from "../../deep-freeze";
import type { Ecu } from "./ecu";
import { READ_GROUP } from "./field-reply";
import { defineReply, type ReplyDefinition, type ReplyValues } from "./reply";
import { asciiText } from "./text";

/** A group that holds one ASCII text. */
export interface TextReply<Name extends string> {
	readonly name: string;
	readonly ecu: Ecu;
	readonly group: number;
	/** What the text is called. */
	readonly signal: Name;
	/** Characters that it has at least and at most: a reply without the former is too short. */
	readonly length: readonly [number, number];
	/** What a text of these looks like; another one is left out. */
	readonly pattern: () => RegExp;
}

/** After `61 gg`. */
const FIRST = 2;

/** Makes a definition of a text. */
export function textReply<const Name extends string>(reply: TextReply<Name>): ReplyDefinition<Name> {
	const { name, ecu, group, signal, pattern } = deepFreeze(reply);
	const [shortest, longest] = reply.length;
	return defineReply<Name>({
		name,
		ecu,
		request: [READ_GROUP, group],
		minLength: FIRST + shortest,
		maxLength: 64,
		decode(payload) {
			const text = asciiText(payload, FIRST, FIRST + longest);
			const values: ReplyValues<Name> = {};
			if (pattern().test(text)) values[signal] = text;
			return values;
		},
	});
}
