import { answers } from "./reply";

/** A control unit's answer, as far as all services have it in common (ISO 14229-1, 8; ISO 14230-3 likewise). */
export type Response = PositiveResponse | NegativeResponse | { readonly kind: "malformed" };

/** What was asked for. */
export interface PositiveResponse {
	readonly kind: "positive";
	/** Identifier of the service that was asked for: 0x21 for a reply beginning with 61. */
	readonly service: number;
}

/** A refusal: `7F service code`. */
export interface NegativeResponse {
	readonly kind: "negative";
	/** Identifier of the service that was asked for. */
	readonly service: number;
	/** Negative response code, such as 0x12: the control unit does not know the group. */
	readonly nrc: number;
	/** What the code asks of us. */
	readonly refusal: "pending" | "busy" | "unsupported" | "refused";
}

/**
 * What a reply is to the one who asked. `positive` the answer; `pending` it is on its way, wait up to 5 s more;
 * `busy` ask again after 200 ms; `unsupported` the control unit does not know what was asked for and never will;
 * `refused` not now; `foreign` it answers something else, which somebody else must have asked.
 */
export type ReplyVerdict = "positive" | NegativeResponse["refusal"] | "foreign";

const NEGATIVE = 0x7f;
/** Set in the first byte of every positive response. */
const POSITIVE_BIT = 0x40;

/** Negative response codes that mean more than "no" (ISO 14229-1, table A.1). */
const REFUSALS: Readonly<Record<number, NegativeResponse["refusal"]>> = Object.freeze({
	// serviceNotSupported, sub-functionNotSupported, requestOutOfRange
	17: "unsupported",
	18: "unsupported",
	49: "unsupported",
	// busyRepeatRequest
	33: "busy",
	// requestCorrectlyReceived-ResponsePending
	120: "pending",
});

/**
 * Tells an answer from a refusal. Source of the waiting times: Leaf protocol facts, 4.1.
 *
 * @param payload Reassembled reply.
 */
export function parseResponse(payload: Uint8Array): Response {
	const [first, service, nrc] = payload;
	if (first === undefined) return { kind: "malformed" };
	if (first !== NEGATIVE) {
		const positive = (first & POSITIVE_BIT) !== 0;
		return positive ? { kind: "positive", service: first - POSITIVE_BIT } : { kind: "malformed" };
	}
	if (service === undefined || nrc === undefined) return { kind: "malformed" };
	return { kind: "negative", service, nrc, refusal: REFUSALS[nrc] ?? "refused" };
}

/**
 * What a reply is to the request. A positive one must repeat the group or the identifier that was asked for. A
 * negative one repeats no more than the service: that of a request for something else cannot be told from ours.
 */
export function judgeReply(request: readonly number[], payload: Uint8Array): ReplyVerdict {
	if (answers(request, payload)) return "positive";
	const response = parseResponse(payload);
	const ours = response.kind === "negative" && response.service === request[0];
	return ours ? response.refusal : "foreign";
}
