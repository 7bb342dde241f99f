import { deepFreeze } from "../../deep-freeze";
import type { Ecu } from "./ecu";

/** What a reply can tell under one name. In a list of numbers, `null` stands for a place without a value. */
export type ReplyValue = number | string | readonly (number | null)[] | readonly string[];

/** What a reply tells, by name; what is missing or cannot be true is left out. */
export type ReplyValues<Name extends string = string> = Partial<Record<Name, ReplyValue>>;

/**
 * Why a payload is not decoded: `other-reply` it answers something else, `too-short` bytes are missing, `wake-up`
 * it is the short-lived form of group 01 that ZE1 sends after waking up, whose layout nobody knows: ask again.
 */
export interface Refusal {
	readonly reason: "other-reply" | "too-short" | "wake-up";
}

/** One thing that a control unit can be asked, and what its answer means. */
export interface ReplyDefinition<Name extends string = string> {
	/** Unique among all definitions. */
	readonly name: string;
	readonly ecu: Ecu;
	/** Service and what it takes, such as `21 01`. */
	readonly request: readonly number[];
	/** Longest answer to be taken, bytes: what is known of it, and room to spare. */
	readonly maxLength: number;
	/**
	 * Decodes an answer of any bytes and of any length.
	 *
	 * @param payload Reassembled reply, its first bytes such as `61 01` included.
	 */
	decode(payload: Uint8Array): ReplyValues<Name> | Refusal;
}

/** Added to the service in a positive response (ISO 14229-1, 8.2). */
const POSITIVE = 0x40;
const READ_DTC_INFORMATION = 0x19;

/** Tells a refusal from values. */
export function isRefusal(result: ReplyValues | Refusal): result is Refusal {
	return typeof result.reason === "string";
}

/** Whether a payload is the positive response to a request; which values are in it is not looked at. */
export function answers(request: readonly number[], payload: Uint8Array): boolean {
	// Of the request for trouble codes, the mask of the status is not repeated in the response.
	const repeated = request[0] === READ_DTC_INFORMATION ? 2 : request.length;
	for (let index = 0; index < repeated; index++) {
		if (payload[index] !== (request[index] as number) + (index === 0 ? POSITIVE : 0)) return false;
	}
	return true;
}

/** What a definition needs beside how to decode what is really an answer to its request, and long enough. */
export interface ReplyOutline<Name extends string> extends ReplyDefinition<Name> {
	/** Bytes without which the answer tells nothing. */
	readonly minLength: number;
	/** Only called with an answer to the request, of at least `minLength` bytes. */
	decode(payload: Uint8Array): ReplyValues<Name> | Refusal;
}

/** Puts the checks that every definition needs before its decoder. */
export function defineReply<Name extends string>(outline: ReplyOutline<Name>): ReplyDefinition<Name> {
	const frozen = deepFreeze(outline);
	const { name, ecu, request, minLength, maxLength } = frozen;
	return deepFreeze({
		name,
		ecu,
		request,
		maxLength,
		decode(payload: Uint8Array): ReplyValues<Name> | Refusal {
			if (!answers(request, payload)) return { reason: "other-reply" };
			return payload.length < minLength ? { reason: "too-short" } : frozen.decode(payload);
		},
	});
}
